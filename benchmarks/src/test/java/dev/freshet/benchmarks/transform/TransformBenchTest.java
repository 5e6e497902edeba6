package dev.freshet.benchmarks.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class TransformBenchTest {
    private static final List<Contender> IN_PROCESS = List.of(Contender.COLUMNS, Contender.ROWS, Contender.DUCKDB);

    @TempDir
    Path directory;

    @Test
    void contendersAreTimedInJvmsOfTheirOwnAndNothingIsLeftBehind() throws IOException {
        List<Path> before = leftBehind();

        TransformReport report = TransformBench.run(new TransformBench.Options(1, 1, 2, List.of(Variant.PLAIN),
                IN_PROCESS, List.of()), BenchProgress.NONE);

        TransformReport.Data data = report.data().get(0);
        assertThat(data.lines()).isGreaterThan(1_000);
        assertThat(data.figures()).extracting(TransformReport.Figure::contender).containsExactly("columns", "rows",
                "duckdb");
        assertThat(data.figures()).allSatisfy(figure -> {
            assertThat(figure.cold().cpuPerGb()).isPositive();
            assertThat(figure.warm().cpuPerGb()).isPositive();
            assertThat(figure.warm().peakMb()).isPositive();
            assertThat(figure.content().rows()).isEqualTo(data.lines());
            assertThat(figure.content().mixedFiles()).isZero();
        });
        assertThat(report.markdown()).contains("| `columns` ", "./freshet bench transform --megabytes 1 --rounds 1");
        assertThat(report.json()).contains("\"cpuPerGb\"");
        assertThat(leftBehind()).isEqualTo(before);
    }

    @Test
    void trinoAndWholeRunsAreTimed() throws SQLException {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());

        TransformReport report = TransformBench.onLakehouse(config, new TransformBench.Options(1, 1, 2,
                List.of(Variant.PLAIN), List.of(Contender.COLUMNS, Contender.TRINO_INSERT),
                List.of(WholeRun.SAMPLED, WholeRun.TRINO)), BenchProgress.NONE);

        TransformReport.Data data = report.data().get(0);
        assertThat(data.figures()).extracting(TransformReport.Figure::contender).containsExactly("columns",
                "trino-insert");
        assertThat(data.figures()).allSatisfy(figure -> {
            assertThat(figure.cold().cpuPerGb()).isPositive();
            assertThat(figure.warm().cpuPerGb()).isPositive();
            assertThat(figure.content().rows()).isEqualTo(data.lines());
            assertThat(figure.content().violations()).isZero();
        });
        assertThat(data.runs()).extracting(TransformReport.Run::setting).containsExactly("reconcile: sampled",
                "engine: trino");
        assertThat(data.runs()).allSatisfy(run -> {
            assertThat(run.batchCpuPerGb()).isPositive();
            assertThat(run.trinoCpuPerGb()).isPositive();
        });
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config);
                Statement statement = lakehouse.trino().createStatement();
                ResultSet tables = statement.executeQuery(
                        "SELECT table_name FROM landing.information_schema.tables WHERE table_name LIKE 'transform%' UNION ALL SELECT table_name FROM lakehouse.information_schema.tables WHERE table_name LIKE 'transform%'")) {
            assertThat(tables.next()).isFalse();
        }
    }

    private static List<Path> leftBehind() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(Files::isDirectory)
                    .filter(file -> file.getFileName().toString().startsWith("freshet-bench-")).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyVariantIsTheSameRowsForAll(Variant variant) throws Exception {
        RawDay day = RawDay.create(directory, "transform_" + variant, variant.spec());
        long lines = DayGenerator.generate(day, variant, 1, BenchProgress.NONE).lines();
        Map<Contender, Content> contents = new EnumMap<>(Contender.class);

        for (Contender contender : List.of(Contender.COLUMNS, Contender.ICEBERG_GENERIC, Contender.WRITE_SUPPORT,
                Contender.DUCKDB)) {
            contents.put(contender, written(day, contender));
        }

        assertThatCode(() -> new RowsAgreement(lines).check(contents)).doesNotThrowAnyException();
    }

    @Test
    void aContenderWithoutTheRowsOfOneFileIsFound() throws Exception {
        RawDay day = RawDay.create(directory, "transform_plain", Variant.PLAIN.spec());
        long lines = DayGenerator.generate(day, Variant.PLAIN, 1, BenchProgress.NONE).lines();
        Map<Contender, Content> contents = new EnumMap<>(Contender.class);
        contents.put(Contender.COLUMNS, written(day, Contender.COLUMNS));
        Files.delete(day.files().get(3));
        contents.put(Contender.DUCKDB, written(day, Contender.DUCKDB));

        assertThatThrownBy(() -> new RowsAgreement(lines).check(contents)).isInstanceOf(BenchException.class)
                .hasMessageMatching("Cannot compare: duckdb writes \\d+ rows of %d lines".formatted(lines));
    }

    @Test
    void oneOtherValueIsFoundWithItsLeaf() throws Exception {
        RawDay day = RawDay.create(directory, "transform_plain", Variant.PLAIN.spec());
        long lines = DayGenerator.generate(day, Variant.PLAIN, 1, BenchProgress.NONE).lines();
        Map<Contender, Content> contents = new EnumMap<>(Contender.class);
        contents.put(Contender.COLUMNS, written(day, Contender.COLUMNS));
        Path file = day.files().get(3);
        Files.writeString(file, Files.readString(file).replaceFirst("\"name\":\"linux\"", "\"name\":\"Linux\""));
        contents.put(Contender.WRITE_SUPPORT, written(day, Contender.WRITE_SUPPORT));

        assertThatThrownBy(() -> new RowsAgreement(lines).check(contents)).isInstanceOf(BenchException.class)
                .hasMessageContaining("columns and write-support write other values of device.os.name");
    }

    @Test
    void rowsOutOfOrderAreCounted() throws Exception {
        RawDay day = RawDay.create(directory, "transform_plain", Variant.PLAIN.spec());
        DayGenerator.generate(day, Variant.PLAIN, 1, BenchProgress.NONE);
        Path out = Files.createDirectories(day.root().resolve("out"));
        WriteSupportFiles files = new WriteSupportFiles(HistoryTable.create(day, out).columns(), out);
        List<Object[]> rows = new ArrayList<>();
        try (InputStream lines = RawFileStream.open(day.files().get(0))) {
            new RowReader(day.spec().columns(), files.schema(), Values.PARQUET).read(lines, rows::add);
        }
        Collections.reverse(rows);
        files.write(out.resolve("unsorted.parquet"), rows);

        Content content = new ContentReader(day.spec(), out).read();

        assertThat(content.unsortedFiles()).isEqualTo(1);
        assertThat(content.violations()).isBetween(1L, content.rows());
        assertThat(content.mixedFiles()).isEqualTo(1);
    }

    @Test
    void unknownNamesAndTooLittleAreRejected() {
        assertThatThrownBy(() -> TransformBench.Options.of(1, 1, List.of("plane"), List.of("columns"), List.of("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Invalid variant: plane (use plain,");
        assertThatThrownBy(() -> TransformBench.Options.of(1, 1, List.of("plain"), List.of("column"), List.of("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Invalid contender: column (use columns,");
        assertThatThrownBy(() -> TransformBench.Options.of(1, 0, List.of("plain"), List.of("columns"), List.of("none")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0 rounds");
    }

    private static Content written(RawDay day, Contender contender) throws Exception {
        Path out = Files.createDirectories(day.root().resolve("out-" + contender));
        contender.writer(day, out).write();
        return new ContentReader(day.spec(), out).read();
    }
}
