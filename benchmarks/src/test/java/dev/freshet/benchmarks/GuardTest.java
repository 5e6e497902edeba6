package dev.freshet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.benchmarks.transform.TransformBench;
import dev.freshet.benchmarks.transform.TransformReport;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Shows when something has become twice as slow. Only ratios to something else on the same machine have limits, as
 * times depend on the machine; the limits lie between what is usual and twice that.
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
    void queries() {
        BenchReport report = Bench.run(config(), OwnLakehouse.NAME, BenchOptions.DEFAULT.withMegabytes(List.of(10))
                .withRounds(1).withTimes(Duration.ofMillis(200), Duration.ofMillis(600)).withForks(0)
                .withLandingRoot("local:///landing/bench_guard"), BenchProgress.NONE);
        Limit.LIVE_TO_T1.holds(Median.of(report.ratios().stream().map(BenchReport.Ratio::liveToT1).toList()));
        Limit.T1_TO_TRINO_JDBC.holds(Median.of(report.ratios().stream().map(BenchReport.Ratio::t1ToTrinoJdbc)
                .toList()));
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
