package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.infer.SpecDrift.Misfit;
import dev.freshet.core.infer.SpecDrift.NewKey;
import dev.freshet.core.spec.Column;
import dev.freshet.core.spec.SpecWriter;
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
    void whatTheSpecDoesNotTakeIsToldAndTheProposalTakesIt() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("drifting", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":0,\"size\":0,\"note\":0,\"gone\":\"x\",\"old\":1}");
            zone.run();
            zone.land("2026-11-22", "b.json", LINES);

            Drift drift = Drift.of(zone.spec, zone.lakehouse);
            assertThat(drift.boundary()).contains(LandingPartition.parse("2026-11-22"));
            assertThat(drift.files()).isEqualTo(1);
            assertThat(drift.rows()).isEqualTo(4);
            assertThat(drift.rejects()).containsExactly(entry("column size is not a valid integer", 1L),
                    entry("malformed JSON", 1L), entry("not a JSON object", 1L),
                    entry("required column id is missing, null or not a valid bigint", 1L));
            assertThat(drift.empty()).extracting(Column::name).containsExactly("gone");
            assertThat(drift.drift().newKeys())
                    .extracting(NewKey::path, NewKey::lines, key -> key.column().name() + " " + key.column().type(),
                            NewKey::example)
                    .map(Object::toString)
                    .containsExactly("($.device.os, 2, device_os VARCHAR, \"linux\")",
                            "($.zone, 2, zone VARCHAR, \"eu\")", "($.createdAt, 1, created_at TIMESTAMP_TZ, "
                                    + "\"2026-11-22T10:00:00Z\")");
            assertThat(drift.drift().misfits())
                    .extracting(Misfit::path, Misfit::lines, misfit -> misfit.proposed()
                            .map(c -> c.name() + " " + c.type()).orElse(""), Misfit::example)
                    .map(Object::toString)
                    .containsExactly("x");

            TestingLandingZone after = new TestingLandingZone(zone.config, "drifting", "test",
                    SpecWriter.write(drift.drift().proposal()).lines().skip(4).reduce("", (a, b) -> a + b + "\n"));
            try (after) {
                after.run();
                assertThat(after.ask("SELECT id, size, zone, device_os, note_json FROM drifting ORDER BY id"))
                        .containsExactly("x");
                after.now("2026-11-23T00:05:00Z");
                after.run();
                assertThat(after.ask("SELECT id, size, zone, device_os, note_json FROM drifting ORDER BY id"))
                        .containsExactly("x");
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
}
