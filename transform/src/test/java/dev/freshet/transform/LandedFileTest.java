package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.JsonPath;
import dev.freshet.transform.landing.FileForm;
import dev.freshet.transform.landing.LandedFile;
import dev.freshet.transform.landing.LandingZone;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedFileTest {
    private static final String COLUMNS = """
                                          columns:
                                            id: {type: bigint, required: true}
                                            amount: decimal(38, 18)
                                            text: varchar
                                            other: {rescue: true}
                                          """;
    private static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    private static final List<String> RECORDS = List.of("{\"id\":1,\"amount\":0.100000000000000001,\"text\":\"a b\"}",
            "{\"id\":2,\"id\":9,\"amount\":12345678901234567890.5}",
            "{\"id\":3,\"text\":\"\\u00e9\\n{\",\"more\":{\"b\":[1, {}]}}");

    @TempDir
    private Path directory;

    @Test
    void theRowsAreTheSameInEveryFormAndOnBothRoutes() throws IOException, SQLException {
        String all = String.join(",", RECORDS);
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("lines.json", String.join("\n", RECORDS));
        forms.put("array.json", "[" + all + "]");
        forms.put("pretty-array.json.gz", "[\n  " + all.replace(",\"", ",\n    \"").replace("},{", "},\n  {") + "\n]");
        forms.put("pretty.json", String.join("\n", RECORDS).replace("{\"id", "{\n  \"id"));
        forms.put("concatenated.json.zst", String.join("", RECORDS));
        forms.put("envelope.json.gz", "{\"Records\":[" + all + "]}");
        try (TestingLandingZone zone = new TestingLandingZone("landed_forms", COLUMNS)) {
            zone.run();
            LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
            for (Map.Entry<String, String> form : forms.entrySet()) {
                LandedFile landed = land(landing, form.getKey(), form.getValue(), Optional.empty());
                assertThat(landed.lines()).as(form.getKey()).isEqualTo(RECORDS.size());
                assertThat(landed.location())
                        .contains("local:///landing/landed_forms/dt=2026-11-22/" + form.getKey());
            }
            List<String> rows = rows(zone);
            assertThat(rows).hasSize(RECORDS.size()).allMatch(row -> row.endsWith("|tail|" + forms.size()));
            assertThat(rows.get(0)).isEqualTo("1|0.100000000000000001|a b|null|tail|6");
            assertThat(rows.get(1)).startsWith("2|12345678901234567890.500000000000000000|");
            assertThat(zone.query("SELECT count(*) FROM landed_forms_rejects")).containsExactly("0");

            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            assertThat(rows(zone)).isEqualTo(rows.stream().map(row -> row.replace("|tail|", "|history|")).toList());
        }
    }

    @Test
    void aFileLandsUnderANameThatTheLayoutFinds() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("landed_flat", COLUMNS, "events-{yyyy}-{MM}-{dd}*")) {
            LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
            String root = "local:///landing/landed_flat/";
            assertThat(land(landing, "a.json.gz", "[" + RECORDS.get(0) + "]", Optional.empty()).location())
                    .contains(root + "events-2026-11-22-a.json.gz");
            assertThat(land(landing, "events-2026-11-22.json", RECORDS.get(1), Optional.empty()).location())
                    .contains(root + "events-2026-11-22.json");
            zone.run();
            assertThat(zone.query("SELECT id FROM landed_flat ORDER BY 1")).containsExactly("1", "2");
        }
    }

    @Test
    void theSameFileLandsOnceAndAnotherOfItsNameIsRefused() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("landed_once", COLUMNS)) {
            LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
            String text = "[" + RECORDS.get(0) + "]";
            LandedFile first = land(landing, "a.json.gz", text, Optional.empty());
            assertThat(first.isNew()).isTrue();
            Path landed = zone.directory().resolve("landing/landed_once/dt=2026-11-22/a.json.gz");
            byte[] content = Files.readAllBytes(landed);

            assertThat(land(landing, "a.json.gz", "[ " + RECORDS.get(0) + "]\n", Optional.empty()).isNew()).isFalse();
            assertThatThrownBy(() -> land(landing, "a.json.gz", "[" + RECORDS.get(1) + "]", Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("Cannot land", "dt=2026-11-22/a.json.gz has other lines");
            assertThat(landed).hasBinaryContent(content);
            assertThat(landing.list(DAY)).hasSize(1);
        }
    }

    @Test
    void nothingLandsOfAFileThatIsBrokenOrUnclear() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("landed_broken", COLUMNS)) {
            LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
            String one = RECORDS.get(0);
            refused(landing, "[" + one + ",\n{\"id\":}]", "line 2, column 7");
            refused(landing, "[" + one + ",", "line 1");
            refused(landing, "{\"next\":1,\"items\":[" + one + "]}",
                    "$.items and other keys beside it (--records '$.items'");
            refused(landing, "[1, 2]", "none of its records is a JSON object");
            refused(landing, "hello", "line 1");
            assertThat(land(landing, "empty.json", "{\"Records\":[]}", Optional.empty()).location()).isEmpty();
            try (Stream<Path> files = Files.walk(zone.directory().resolve("landing/landed_broken"))) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
            }

            String unclear = "{\"next\":1,\"items\":[" + one + ", null]}";
            LandedFile items = land(landing, "items.json", unclear, Optional.of(JsonPath.of("items")));
            assertThat(items).extracting(LandedFile::lines, LandedFile::others).containsExactly(2L, 1L);
            assertThat(items.leftOut()).containsExactly("next");
            LandedFile itself = land(landing, "itself.json", unclear, Optional.of(LandedFile.ITSELF));
            assertThat(itself.lines()).isEqualTo(1);
            assertThat(itself.form().kind()).isEqualTo(FileForm.Kind.UNCLEAR);
        }
    }

    private void refused(LandingZone landing, String text, String message) {
        assertThatThrownBy(() -> land(landing, "a.json", text, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("a.json", message);
    }

    private LandedFile land(LandingZone landing, String name, String text, Optional<JsonPath> records)
            throws IOException {
        Path file = directory.resolve(name);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (name.endsWith(".gz")) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(bytes);
            }
        } else {
            Files.write(file, name.endsWith(".zst") ? Zstd.compress(bytes) : bytes);
        }
        return LandedFile.land(landing, DAY, file, name, records);
    }

    private static List<String> rows(TestingLandingZone zone) throws SQLException {
        return zone
                .query("SELECT id, amount, text, other, served_from, count(*) FROM %s GROUP BY 1, 2, 3, 4, 5 ORDER BY 1"
                        .formatted(zone.spec.name()));
    }
}
