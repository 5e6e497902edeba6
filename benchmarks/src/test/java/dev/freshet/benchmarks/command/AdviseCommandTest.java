package dev.freshet.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.advise.Landing;
import dev.freshet.benchmarks.scan.Codec;
import dev.freshet.cli.telemetry.Backups;
import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Ingest;
import dev.freshet.core.CostModel.Line;
import dev.freshet.lakehouse.Directories;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdviseCommandTest {
    @TempDir
    private Path directory;
    private Path lakehouse;

    /** A lakehouse that was measured. */
    @BeforeEach
    void writeTheModel() throws IOException {
        lakehouse = directory.resolve("prod.properties");
        CostModel model = new CostModel("2026-11-30T10:00:00Z", "jdbc:trino://t/x", "476", 4, List.of(new Line("live",
                "group_by", "plain", 100, 4, 1, 50, 16, 2, 1.5, 0.1, 0.2, 8),
                new Line("ingest", "group_by", "plain",
                        150, 0.04, 0, 80, 0.16, 0, 1.5, 0.1, 0.2, 8),
                new Line("t-1", "group_by", "plain", 80, 0.04, 0, 40, 0.16, 0, 1.5, 0.1, 0.2, 8)),
                new Ingest(1000, 20,
                        900, 70),
                150);
        new ObjectMapper().writeValue(directory.resolve("prod.cost-model.json").toFile(), model);
    }

    @Test
    void theModelBesideTheLakehouseFileAnswersWithoutTrino() throws IOException {
        TestingBench advice = advise("--ingest-rate", "5MB/min", "--file-size", "5MB", "--queries", "6/min", "--target",
                "PT2S");

        assertThat(advice.err()).isEmpty();
        assertThat(advice.exit()).isZero();
        assertThat(advice.out()).startsWith("With the daily run alone, p95 of group_by exceeds 2.0 s before 01:00")
                .contains("What keeps it: ingest every PT15M");

        JsonNode json = new ObjectMapper().readTree(advise("--json", "--ingest-rate", "5MB/min", "--file-size", "5MB",
                "--queries", "6/min", "--target", "PT2S").out());
        assertThat(json.at("/verdict").asText()).isEqualTo("CADENCE");
        assertThat(json.at("/hours")).hasSize(24);
        assertThat(json.at("/choices/2/keeps").asBoolean()).isTrue();
    }

    @Test
    void misspelledUnitsAndMissingOptionsAreWrongUsage() {
        assertRefused("Invalid value for option '--ingest-rate': '5MB' is no rate such as 5MB/min", "--ingest-rate",
                "5MB", "--file-size", "5MB");
        assertRefused("Invalid value for option '--file-size': '5' is no size such as 10MB", "--ingest-rate", "5MB/min",
                "--file-size", "5");
        assertRefused("'2/sec' is no rate such as 2/s or 30/min", "--ingest-rate", "5MB/min", "--file-size", "5MB",
                "--queries", "2/sec");
        assertRefused("'1s' is no duration such as PT2H", "--ingest-rate", "5MB/min", "--file-size", "5MB", "--target",
                "1s");
        assertRefused("Invalid codec: zip (use plain, gz, zst)", "--ingest-rate", "5MB/min", "--file-size", "5MB",
                "--codec", "zip");
        assertRefused("Missing options: --ingest-rate and --file-size, or --live SPEC", "--ingest-rate", "5MB/min");
        assertRefused("'median' (use count, lookup, group_by, top_n or join)", "--ingest-rate", "5MB/min",
                "--file-size", "5MB", "--question", "median");
    }

    @Test
    void aModelThatCannotBeReadSaysWhatToDo() throws IOException {
        Files.writeString(directory.resolve("prod.cost-model.json"), "{\"cores\": \"many\"}");

        TestingBench advice = advise("--ingest-rate", "5MB/min", "--file-size", "5MB");

        assertThat(advice.exit()).isEqualTo(6);
        assertThat(advice.err()).contains("prod.cost-model.json", "delete it, and measure again with ./freshet advise");
    }

    @Test
    void ratesCanBeTakenFromWhatHasLanded() throws IOException {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());
        DatasetSpec spec = Backups.spec("advised", "local:///landing/advised");
        Path root = LocalLakehouse.shared().directory().resolve("landing/advised");
        land(root, "dt=2026-11-21/a.json.gz", 3_000_000, "2026-11-21T07:30:00Z");
        land(root, "dt=2026-11-21/b.json.gz", 1_000_000, "2026-11-21T22:00:00Z");
        land(root, "dt=2026-11-22/a.json", 6_000_000, "2026-11-22T01:00:00Z");
        try (LakehouseConnection open = LakehouseConnection.open(config)) {
            Landing yesterday = Landing.of(spec, open, at("2026-11-22T06:00:00Z"));
            assertThat(yesterday.megabytesByHour().get(7)).isEqualTo(3);
            assertThat(yesterday.megabytesByHour().get(22)).isEqualTo(1);
            assertThat(yesterday.megabytesByHour().get(1)).isZero();
            assertThat(yesterday.fileMegabytes()).isEqualTo(2);
            assertThat(yesterday.codec()).isEqualTo(Codec.GZ);

            Landing today = Landing.of(spec, open, at("2026-11-21T12:00:00Z"));
            assertThat(today.megabytesByHour()).as("4 MB in twelve hours").allSatisfy(hour -> assertThat(hour)
                    .isBetween(0.33, 0.34));
        } finally {
            Directories.delete(root);
        }
    }

    private static void land(Path root, String name, int bytes, String modified) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(" ".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    private void assertRefused(String message, Object... options) {
        TestingBench refused = advise(options);
        assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains(message);
    }

    private TestingBench advise(Object... options) {
        Object[] words = new Object[options.length + 3];
        System.arraycopy(options, 0, words, 3, options.length);
        words[0] = "advise";
        words[1] = "--lakehouse";
        words[2] = lakehouse;
        return TestingBench.run(words);
    }
}
