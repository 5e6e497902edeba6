package dev.freshet.benchmarks.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Site;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class CutOverBenchTest {
    private static final CutOverOptions FEW = CutOverOptions.DEFAULT.withCutOvers(3).withFiles(2, 50);

    @Test
    void noReaderNoticesACutOverOfFreshetAndTheSeedsFaultsAreSeen() throws IOException {
        CutOverReport report = CutOverBench.run(site(), FEW, BenchProgress.NONE);

        assertThat(report.isFreshetCorrect()).as(report.markdown()).isTrue();
        CutOverReport.Result freshet = report.results().get(0);
        assertThat(freshet.cutOvers()).isEqualTo(3);
        assertThat(freshet.ways()).extracting(CutOverReport.Reads::way).containsExactly("T-1, gateway",
                "T-1, trino-jdbc", "live before today, gateway", "live, gateway", "live, trino-jdbc");
        assertThat(freshet.ways()).allSatisfy(way -> assertThat(way.reads()).isPositive());
        assertThat(freshet.footprints()).extracting(CutOverReport.Footprint::moment).containsExactly("beginning",
                "middle", "end");

        CutOverReport.Result seed = report.results().get(1);
        assertThat(seed.isAllCorrect()).as(report.markdown()).isFalse();
        assertThat(seed.examples()).isNotEmpty();
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.at("/results/0/ways/0/byClass/correct").asLong()).isPositive();
        assertThat(json.at("/results/1/pattern").asText()).isEqualTo("seed");
        assertThat(json.at("/results/0").has("faults")).isFalse();
        Path landing = LocalLakehouse.shared().directory().resolve("landing/bench_cutover");
        for (String pattern : List.of("freshet", "seed")) {
            try (Stream<Path> files = Files.walk(landing.resolve(pattern))) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    @Test
    void noReaderNoticesAFaultAndEveryFailedRunReportsIt() {
        CutOverOptions faults = CutOverOptions.DEFAULT.withPatterns(List.of(CutOverOptions.Subject.FRESHET))
                .withTime(Duration.ofSeconds(40)).withReaders(2).withFiles(1, 50).withFaults(Fault.ALL)
                .withIngest(Duration.ofSeconds(2));
        CutOverReport report = CutOverBench.run(site(), faults, BenchProgress.NONE);

        assertThat(report.isFreshetCorrect()).as(report.markdown()).isTrue();
        FaultReport seen = report.results().get(0).faults();
        assertThat(seen.recovered()).isTrue();
        assertThat(seen.silentRuns()).isZero();
        assertThat(seen.runs()).isGreaterThan(1);
        CutOverReport.Result result = report.results().get(0);
        assertThat(result.ingests()).isPositive();
        assertThat(result.ways()).extracting(CutOverReport.Reads::way).contains("ingested, trino-jdbc");
        assertThat(report.markdown()).contains("failing, skew, pause, maintain, lost-replies, expired-files");
    }

    private static Site site() {
        return Site.of(LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties()),
                "local:///landing/bench_cutover");
    }
}
