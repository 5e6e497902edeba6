package dev.freshet.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Site;
import dev.freshet.cli.FreshetCommand;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StartBenchTest {
    @Test
    @Tag("slow")
    void eachCommandIsTimedWithItsCpuTime() {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());
        List<String> freshet = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), FreshetCommand.class.getName());

        StartReport report = StartBench.run(Site.of(config, "local:///landing/bench_start"),
                new StartBench.Options(freshet, 1), BenchProgress.NONE);

        assertThat(report.figures()).extracting(StartReport.Figure::started).containsExactly("--help", "status",
                "query", "run");
        assertThat(report.figures()).allSatisfy(figure -> {
            assertThat(figure.seconds()).isPositive();
            assertThat(figure.cpuSeconds()).isPositive();
        });
        assertThat(report.markdown()).contains("| `status` ", "`./freshet bench start-up --rounds 1`");
    }
}
