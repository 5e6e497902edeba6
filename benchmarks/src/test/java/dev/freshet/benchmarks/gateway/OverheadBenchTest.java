package dev.freshet.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.benchmarks.BenchProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** JMH runs once on a machine at a time. */
@ResourceLock("JMH")
class OverheadBenchTest {
    @Test
    void allLayersAgreeAndAreTimedAndARepeatedStatementIsLookedUpOnce() {
        OverheadReport report = OverheadBench.run(new OverheadBench.Options(1, Duration.ofMillis(20),
                Duration.ofMillis(20), 0, "./freshet bench gateway"), BenchProgress.NONE);

        assertThat(report.figures()).hasSize(Measure.values().length * Layer.values().length)
                .allSatisfy(figure -> assertThat(figure.nanos()).isPositive());
        assertThat(report.figures()).filteredOn(figure -> figure.layer().equals("bare"))
                .allSatisfy(figure -> assertThat(figure.overBareNanos()).isZero());
        assertThat(report.roundTrips()).hasSize(2).allSatisfy(trips -> {
            assertThat(trips.lookUps()).isEqualTo(2);
            assertThat(trips.extra()).isZero();
        });
        assertThat(report.markdown()).contains("| freshet-t1 ", "| p6spy ", "`./freshet bench gateway`");
    }

    @Test
    void uniqueTextsHaveOneKilobyteAndDiffer() {
        assertThat(OverheadBenchmark.unique(1).length()).isBetween(900, 1_100);
        assertThat(OverheadBenchmark.unique(1)).isNotEqualTo(OverheadBenchmark.unique(2));
    }
}
