package dev.freshet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.transform.TransformBench;
import dev.freshet.benchmarks.transform.TransformReport;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Shows when something has become twice as slow. Only ratios to something else on the same machine have limits, as
 * times depend on the machine; the limits lie between what is usual and twice that. So it also is the test of the
 * default benchmark.
 */
@Tag("slow")
@Isolated
class GuardTest {
    /**
     * A ratio that must stay below its limit.
     *
     * @param usual what it is on two cores that have nothing else to do
     */
    private enum Limit {
        /** Ten megabytes of raw JSON against the same rows in history. Grows with the cost of the tail's SQL. */
        LIVE_TO_T1(6, 11),
        /** What the driver adds to a query: parsing, and now and then a look-up. Grows with each more round trip. */
        T1_TO_TRINO_JDBC(1.05, 1.9),
        /** The batch's writer against a plain one in Java, CPU time of warm writes. */
        COLUMNS_TO_ICEBERG_GENERIC(0.5, 0.95);

        private final double usual;
        private final double limit;

        Limit(double usual, double limit) {
            this.usual = usual;
            this.limit = limit;
        }

        void holds(double ratio) {
            System.out.printf("guard: %s is %.2f, usually %.2f, at most %.2f%n", this, ratio, usual, limit);
            assertThat(ratio).as("%s, which is usually %s", this, usual).isBetween(0.0, limit);
        }
    }

    private static LakehouseConfig config() {
        return LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());
    }

    @Test
    void queries() throws IOException, SQLException {
        List<String> steps = new ArrayList<>();
        BenchReport report = Bench.run(Site.of(config(), "local:///landing/bench_guard"),
                BenchOptions.DEFAULT.withMegabytes(List.of(10))
                        .withRounds(1).withTimes(Duration.ofMillis(200), Duration.ofMillis(600)).withForks(0),
                (step, done, total) -> steps.add(step));
        assertThat(steps).contains("landing scan_10", "warming Trino up", "round 1 of 1: lookup over 10 MB, t-1");
        assertWhole(report);
        assertNothingIsLeft();
        Limit.LIVE_TO_T1.holds(Median.of(report.ratios().stream().map(BenchReport.Ratio::liveToT1).toList()));
        Limit.T1_TO_TRINO_JDBC.holds(Median.of(report.ratios().stream().map(BenchReport.Ratio::t1ToTrinoJdbc)
                .toList()));
    }

    private static void assertWhole(BenchReport report) throws IOException {
        assertThat(report.rows()).hasSize(9).allSatisfy(row -> {
            assertThat(row.p50Millis()).isPositive();
            assertThat(row.answers()).isPositive();
            assertThat(row.roundsMillis()).hasSize(1);
        });
        assertThat(report.datasets()).singleElement().satisfies(dataset -> {
            assertThat(dataset.bytes()).isBetween(10_000_000L, 10_100_000L);
            assertThat(dataset.rows()).isPositive();
            assertThat(dataset.rejects()).isPositive();
        });
        assertThat(report.ratios()).extracting(BenchReport.Ratio::question).containsExactly(Question.values());
        assertThat(report.trino()).isEqualTo(LocalLakehouse.TRINO_VERSION);
        assertThat(report.markdown()).contains("| 10 MB ", "| lookup ", "Command: `./freshet bench`");
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.at("/rows/2/contender").asText()).isEqualTo("trino-jdbc");
        assertThat(json.at("/ratios/1/question").asText()).isEqualTo("group_by");
        assertThat(json.at("/host/cores").asInt()).isPositive();
    }

    private static void assertNothingIsLeft() throws IOException, SQLException {
        assertThat(inBenchSchemas()).isEmpty();
        try (Stream<Path> files = Files.walk(LocalLakehouse.shared().directory().resolve("landing/bench_guard"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static List<String> inBenchSchemas() throws SQLException {
        List<String> found = new ArrayList<>();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config());
                Statement statement = lakehouse.trino().createStatement();
                ResultSet tables = statement.executeQuery("""
                                                          SELECT table_name FROM lakehouse.information_schema.tables
                                                          WHERE regexp_like(table_name, '^(scan|history)_10(_|$)')
                                                          UNION ALL
                                                          SELECT table_name FROM landing.information_schema.tables
                                                          WHERE regexp_like(table_name, '^(scan|history)_10_')
                                                          """)) {
            while (tables.next()) {
                found.add(tables.getString(1));
            }
        }
        return found;
    }

    @Test
    void batch() {
        TransformReport report = TransformBench.run(TransformBench.Options.of(20, 1, List.of("plain"),
                List.of("columns", "iceberg-generic"), List.of("none")), BenchProgress.NONE);
        TransformReport.Figure generic = report.data().get(0).figures().get(1);
        assertThat(generic.contender()).isEqualTo("iceberg-generic");
        Limit.COLUMNS_TO_ICEBERG_GENERIC.holds(1 / generic.warm().toFirst());
    }
}
