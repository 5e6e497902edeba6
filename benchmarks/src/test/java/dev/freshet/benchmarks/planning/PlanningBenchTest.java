package dev.freshet.benchmarks.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Site;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlanningBenchTest {
    @Test
    @Tag("slow")
    void queriesOfBothViewsArePlanned() {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());

        PlanningReport report = PlanningBench.run(Site.of(config, "local:///landing/bench_planning"),
                new PlanningBench.Options(List.of(3), List.of(2),
                        1),
                BenchProgress.NONE);

        assertThat(report.figures()).extracting(PlanningReport.Figure::branches).containsExactly(3);
        assertThat(report.figures()).allSatisfy(figure -> {
            assertThat(figure.t1Millis()).isPositive();
            assertThat(figure.liveMillis()).isPositive();
        });
        assertThat(report.markdown()).contains("| columns ", "--columns 3 --tail-days 2 --rounds 1");
    }

    @Test
    void oneDayIsRejected() {
        assertThatThrownBy(() -> new PlanningBench.Options(List.of(1), List.of(1), 1)).isInstanceOf(
                IllegalArgumentException.class).hasMessageContaining("at least 1 column, 2 days and 1 round");
    }
}
