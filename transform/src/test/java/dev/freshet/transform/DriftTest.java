package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Column;
import dev.freshet.spec.SpecWriter;
import dev.freshet.transform.drift.Drift;
import dev.freshet.transform.drift.SpecDrift.Misfit;
import dev.freshet.transform.drift.SpecDrift.NewKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final String COLUMNS = """
                                          columns:
                                            id: {type: bigint, required: true}
                                            size: {type: integer, invalid: reject}
                                            note: bigint
                                            device: row(model varchar, ok boolean)
                                            tags: array(bigint)
                                            gone: varchar
                                          """;
    private static final String[] LINES = {
            "{\"id\":1,\"size\":1,\"note\":1,\"device\":{\"model\":\"a\",\"ok\":true,\"os\":\"linux\"},\"tags\":[1]}",
            "{\"id\":2,\"size\":3000000000,\"zone\":\"eu\",\"createdAt\":\"2026-11-22T10:00:00Z\"}",
            "{\"id\":3,\"note\":\"n/a\",\"device\":{\"ok\":\"yes\",\"os\":\"bsd\"},\"zone\":\"us\",\"tags\":[1,\"x\",2]}",
            "{\"id\":4,\"device\":7}", "{\"id\":\"five\"}", "{\"id\":6", "[]", "", "{\"id\":8,\"note\":{\"a\":1}}"};

    @Test
    void driftIsReportedAndTheProposedSpecAcceptsIt() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("drifting", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":0,\"size\":0,\"note\":0,\"gone\":\"x\",\"old\":1}");
            zone.run();
            zone.land("2026-11-22", "b.json", LINES);

            Drift drift = Drift.of(zone.spec, zone.lakehouse);
            assertThat(drift.boundary()).contains(new Boundary(LandingPartition.parse("2026-11-22")));
            assertThat(drift.files()).isEqualTo(1);
            assertThat(drift.rows()).isEqualTo(4);
            assertThat(drift.rejects()).containsExactly(entry("a JSON array, not an object", 1L),
                    entry("column size is not a valid integer", 1L), entry("malformed JSON", 1L),
                    entry("required column id is missing, null or not a valid bigint", 1L));
            assertThat(drift.empty()).extracting(Column::name).containsExactly("gone");
            assertThat(drift.drift().newKeys()).extracting(DriftTest::description).containsExactly(
                    "$.device.os in 2, such as \"linux\": device_os varchar",
                    "$.createdAt in 1, such as \"2026-11-22T10:00:00Z\": created_at timestamp(6) with time zone",
                    "$.zone in 2, such as \"eu\": zone varchar");
            assertThat(drift.drift().misfits()).extracting(DriftTest::description).containsExactly(
                    "$.size in 1, such as 3000000000: size bigint", "$.note in 2, such as \"n/a\": note_json json",
                    "$.device.ok in 1, such as \"yes\": nothing", "$.tags[] in 1, such as \"x\": nothing",
                    "$.device in 1, such as 7: device_json json", "$.id in 1, such as \"five\": id_text varchar");

            TestingLandingZone after = new TestingLandingZone(zone.config, "drifting", "test",
                    SpecWriter.write(drift.drift().proposal()).lines().skip(4).reduce("", (a, b) -> a + b + "\n"));
            try (after) {
                String query = "SELECT id, size, zone, device_os, note_json FROM drifting ORDER BY id";
                String[] answer = {"0|0|null|null|null", "1|1|null|linux|1", "2|3000000000|eu|null|null",
                        "3|null|us|bsd|\"n/a\"", "4|null|null|null|null", "8|null|null|null|{\"a\":1}"};
                after.run();
                assertThat(after.query(query)).containsExactly(answer);
                assertThat(Drift.of(after.spec, after.lakehouse).drift().proposal()).isEqualTo(after.spec);
                after.now("2026-11-23T00:05:00Z");
                after.run();
                assertThat(after.query("SELECT DISTINCT served_from FROM drifting")).containsExactly("history");
                assertThat(after.query(query)).containsExactly(answer);
            }
        }
    }

    @Test
    void beforeTheFirstRunAllFilesAreRead() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("drifting_new", COLUMNS)) {
            zone.land("2026-11-01", "a.json", "{\"id\":1,\"size\":1,\"note\":1}");
            Drift drift = Drift.of(zone.spec, zone.lakehouse);
            assertThat(drift.boundary()).isEqualTo(Optional.empty());
            assertThat(drift.rows()).isEqualTo(1);
            assertThat(drift.drift().newKeys()).isEmpty();
            assertThat(drift.drift().proposal()).isEqualTo(zone.spec);
        }
    }

    private static String description(NewKey key) {
        return "%s in %d, such as %s: %s %s".formatted(key.path(), key.lines(), key.example(), key.column().name(),
                key.column().type().spec());
    }

    private static String description(Misfit misfit) {
        return "%s in %d, such as %s: %s".formatted(misfit.path(), misfit.lines(), misfit.example(),
                misfit.proposed().map(c -> c.name() + " " + c.type().spec()).orElse("nothing"));
    }
}
