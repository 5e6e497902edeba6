package dev.freshet.benchmarks.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.command.BenchMain;
import dev.freshet.cli.CostModelFile;
import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.telemetry.Backups;
import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.TelemetryGenerator.Size;
import dev.freshet.core.CostModel;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScanBenchTest {
    private static final String LANDING = "local:///landing/scan_bench_test";

    @TempDir
    private Path directory;

    @Test
    @Tag("slow")
    void allReadersAgreeAndAreTimedAndNothingIsLeftBehind() throws IOException, SQLException {
        ScanBench.Options options = new ScanBench.Options(List.of(1), List.of(1, 4), List.of(Codec.PLAIN),
                Optional.empty(), 1);

        ScanReport report = ScanBench.run(Site.of(config(), LANDING), options, BenchProgress.NONE);

        // One and four files, and two that are held back; by each of five questions.
        assertThat(points(report, "live", "plain")).hasSize(15);
        assertThat(points(report, "ingest", "plain")).hasSize(15);
        assertThat(points(report, "t-1", "plain")).as("once for each size").hasSize(5);
        assertThat(points(report, "iceberg", "plain")).hasSize(5);
        assertThat(report.points()).allSatisfy(point -> {
            assertThat(point.medianMillis()).isPositive();
            assertThat(point.rows()).isPositive();
        });
        assertThat(points(report, "live", "plain")).allSatisfy(point -> {
            assertThat(point.cpuMillis()).isPositive();
            assertThat(point.readBytes()).isGreaterThanOrEqualTo(point.bytes() * 9 / 10);
        });
        assertThat(report.model()).hasSize(20).allSatisfy(line -> assertThat(line.baseMillis() + line
                .millisPerMegabyte() + line.millisPerFile()).isPositive());
        assertThat(report.costModel().line("live", "join", "plain")).hasValueSatisfying(
                line -> assertThat(line.heldBack()).isEqualTo(3));
        assertThat(report.ingest().baseCpuMillis() + report.ingest().cpuMillisPerMegabyte()).isPositive();
        assertThat(report.markdown()).contains("| group_by ",
                "The model has not seen one number of files: it is off by ", "one question", config().trinoUrl());
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.at("/suite").asText()).isEqualTo("scan");
        assertThat(json.at("/points/0/millis")).hasSize(1);
        assertThat(json.at("/model/0/millisPerMegabyte").isNumber()).isTrue();
        assertNothingIsLeft();
        assertExplainedBy(report.costModel());
    }

    /** The command of the command line reads the file that {@code advise} writes. */
    private void assertExplainedBy(CostModel model) throws IOException {
        Path lakehouse = directory.resolve("measured.properties");
        try (OutputStream out = Files.newOutputStream(lakehouse)) {
            LocalLakehouse.shared().properties().store(out, null);
        }
        new CostModelFile(directory.resolve("measured.cost-model.json")).write(model);
        Path spec = Files.writeString(directory.resolve("spec.yaml"), """
                                                                      dataset: explained
                                                                      schema: telemetry
                                                                      landing: {root: "local:///landing/explained"}
                                                                      columns: {id: bigint}
                                                                      """);
        Path landed = LocalLakehouse.shared().directory().resolve("landing/explained/dt=" + LocalDate.now(
                ZoneOffset.UTC));
        Files.writeString(Files.createDirectories(landed).resolve("a.json"), "{\"id\":1}\n");
        StringWriter out = new StringWriter();
        CommandLine freshet = BenchMain.commandLine().setOut(new PrintWriter(out));

        assertThat(freshet.execute("run", "--lakehouse", lakehouse.toString(), spec.toString())).isZero();
        assertThat(freshet.execute("query", "--lakehouse", lakehouse.toString(),
                "/*+ freshet(explain) */ SELECT * FROM telemetry.explained")).isZero();

        CostModel.Line count = model.line("live", "count", "plain").orElseThrow();
        assertThat(out.toString()).contains("telemetry.explained: a live query takes about " + Figures.duration(Duration
                .ofMillis(Math.round(model.millis(count, 9e-6, 1)))) + " for count and ");
    }

    @Test
    @Tag("slow")
    void theUsersFilesAreMeasuredWithTheirSpec() throws IOException, SQLException {
        for (int file = 0; file < 4; file++) {
            try (OutputStream out = Files.newOutputStream(directory.resolve("own-" + file + ".json"))) {
                TelemetryGenerator.generate(file, Instant.now(), Size.bytes(100_000), out);
            }
        }
        ScanBench.Options options = new ScanBench.Options(List.of(1), List.of(1), List.of(Codec.PLAIN), Optional.of(
                new ScanBench.Own(Backups.spec(), "own.yaml", Optional.of(directory.toString()))), 1);

        ScanReport report = ScanBench.run(Site.of(config(), LANDING), options, BenchProgress.NONE);

        assertThat(points(report, "live", "plain")).extracting(ScanPoint::question).containsOnly("count", "filter",
                "group_by", "all");
        assertThat(points(report, "live", "plain")).extracting(ScanPoint::files).containsOnly(1, 2, 3, 4);
        assertThat(report.command()).isEqualTo("./freshet bench scan --megabytes 1 --spec own.yaml --data " + directory
                + " --rounds 1");
        assertThat(Files.list(directory)).hasSize(4);
        assertNothingIsLeft();
    }

    @Test
    void missingFilesAreReported() {
        ScanBench.Own own = new ScanBench.Own(Backups.spec(), "own.yaml", Optional.of(directory.toString()));

        assertThatThrownBy(() -> OwnFiles.list(own.spec(), null, own.data().orElseThrow(), 1))
                .isInstanceOf(BenchException.class).hasMessageContaining("Cannot find raw files", "--data");
    }

    @Test
    void invalidOptionsAreRejected() {
        assertThatThrownBy(
                () -> new ScanBench.Options(List.of(0), List.of(1), List.of(Codec.PLAIN), Optional.empty(), 1))
                .hasMessageContaining("[0] MB");
        assertThatThrownBy(() -> Codec.parse("zip")).hasMessage("Invalid codec: zip (use plain, gz, zst)");
    }

    private static List<ScanPoint> points(ScanReport report, String reader, String codec) {
        return report.points().stream().filter(point -> point.reader().equals(reader) && point.codec().equals(codec))
                .toList();
    }

    private static void assertNothingIsLeft() throws IOException, SQLException {
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config());
                Statement statement = lakehouse.trino().createStatement();
                ResultSet tables = statement.executeQuery("""
                                                          SELECT table_name FROM lakehouse.information_schema.tables
                                                          WHERE table_name LIKE 'scan\\_%' ESCAPE '\\'
                                                          UNION ALL
                                                          SELECT table_name FROM landing.information_schema.tables
                                                          WHERE table_name LIKE 'scan\\_%' ESCAPE '\\'
                                                          """)) {
            assertThat(tables.next()).isFalse();
        }
        try (Stream<Path> files = Files.walk(LocalLakehouse.shared().directory().resolve("landing/scan_bench_test"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static LakehouseConfig config() {
        return LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());
    }
}
