package dev.freshet.benchmarks.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.planning.PlanningReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTest {
    private static final Suite MEASURED = Suite.of("planning", 10, (site, progress) -> new PlanningReport("2026-11-30",
            "./freshet bench planning", site.where(), "476", "25", Host.here(), 1, List.of()));
    private static final Suite FAILING = Suite.of("failing", 30, (site, progress) -> {
        progress.at("asking", 0, 0);
        throw new BenchException("answers differ");
    });
    private static final Suite OURS = Suite.onOurTrino("ours", 10, (site, progress) -> {
        throw new AssertionError("the Trino is not ours");
    });
    /** None of these suites needs a lakehouse. */
    private static final Site ELSEWHERE = new Site(null, "elsewhere", " --s3", false, "");

    @TempDir
    private Path directory;

    @Test
    void aSuiteThatFailsDoesNotLoseTheResultsOfOthers() throws IOException {
        Path results = directory.resolve("results");
        List<String> steps = new ArrayList<>();

        SeriesReport report = new Series(results, "./freshet bench quick", List.of(FAILING, OURS, MEASURED)).run(
                ELSEWHERE, (step, done, total) -> steps.add(step));

        assertThat(report.suites()).extracting(SeriesReport.Ran::suite, SeriesReport.Ran::failed)
                .containsExactly(tuple("failing", "answers differ"),
                        tuple("planning", ""));
        assertThat(report.command()).isEqualTo("./freshet bench quick --s3");
        assertThat(report.failure()).hasValue("Failed: failing");
        assertThat(steps.get(0)).isEqualTo("failing (1 of 2, 40.0 s left): asking");
        try (var files = Files.list(results)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("planning.json",
                    "report.html");
        }
        JsonNode result = new ObjectMapper().readTree(results.resolve("planning.json").toFile());
        assertThat(result.get("suite").asText()).isEqualTo("planning");
        assertThat(result.get("command").asText()).isEqualTo("./freshet bench quick --s3 --suites planning");
        assertThat(result.has("release")).isTrue();
    }

    @Test
    void theTimeLeftFollowsHowMuchSlowerThanUsualThisMachineIs() {
        TimeLeft left = new TimeLeft(List.of(FAILING, MEASURED, OURS), BenchProgress.NONE);
        assertThat(left.left(FAILING, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(40));
        left.took(FAILING, Duration.ofSeconds(60));
        assertThat(left.left(MEASURED, Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(35));
        assertThat(left.left(MEASURED, Duration.ofSeconds(50))).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void quickIsASmallFormOfFull() {
        assertThat(Suites.full()).extracting(Suite::name).containsAll(Suites.quick().stream().map(Suite::name)
                .toList());
        assertThat(Suites.quick().stream().map(Suite::usual).reduce(Duration.ZERO, Duration::plus)).isLessThan(Duration
                .ofMinutes(5));
    }
}
