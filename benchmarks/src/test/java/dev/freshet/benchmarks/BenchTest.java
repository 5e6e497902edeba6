package dev.freshet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final BenchOptions SHORT = BenchOptions.DEFAULT.withMegabytes(List.of(1)).withRounds(1)
            .withTimes(Duration.ofMillis(50), Duration.ofMillis(200)).withForks(0);
    private static final String LANDING = "local:///landing/bench_test";

    @Test
    @Tag("slow")
    void rowsThatOnlyOneOfTheTwoDatasetsHasStopTheBenchmark() {
        SameLines lines = new SameLines(2);
        Instant now = Instant.now();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config())) {
            BenchData data = new BenchData(lakehouse, LANDING, now, BenchProgress.NONE);
            Truth truth = data.land(lines);
            new Agreement(config(), lines, truth).check();

            Truth more = data.landFile(lines, 7, lines.scan().spec(LANDING),
                    LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY), "one-more.json");

            assertThatThrownBy(() -> new Agreement(config(), lines, truth).check()).isInstanceOf(BenchException.class)
                    .hasMessage("Cannot trust the answer of live over 2 MB: rows differ (answered %d, landed %d)"
                            .formatted(truth.rows() + more.rows(), truth.rows()));
            assertThatThrownBy(() -> new Agreement(config(), lines, truth.plus(more)).check())
                    .hasMessage("Cannot trust the answer of t-1 over 2 MB: rows differ (answered %d, landed %d)"
                            .formatted(truth.rows(), truth.rows() + more.rows()));
            data.remove(lines);
        }
    }

    @Test
    void aContendersDifferentAnswerIsReportedWithBothAnswers() {
        Agreement agreement = new Agreement(config(), new SameLines(10), Truth.NOTHING);
        assertThatThrownBy(() -> agreement.checkSame(Question.GROUP_BY, Contender.T_1, List.of("Acme|2|7"),
                List.of("Acme|2|8")))
                .hasMessage("Cannot compare live with t-1: their answers to group_by over 10 MB differ "
                        + "([Acme|2|8], [Acme|2|7])");
    }

    @Test
    void invalidOptionsAreRejected() {
        assertThatThrownBy(() -> SHORT.withMegabytes(List.of(10, 0)))
                .hasMessage("Invalid sizes: [0, 10] (name at least one, each at least 1 MB)");
        assertThatThrownBy(() -> SHORT.withRounds(0))
                .hasMessage("Invalid benchmark: 0 rounds, 0 forks (at least 1 round, 0 or 1 forks)");
        assertThatThrownBy(() -> SHORT.withTimes(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("Invalid times: warm-up PT0S, measurement PT1S (both must be positive)");
        assertThat(Site.of(config(), "s3://bucket/bench/").landingRoot()).isEqualTo("s3://bucket/bench");
    }

    @Test
    void theMedianAndTheSpreadAreOverTheRounds() {
        BenchReport.Row row = BenchReport.Row.of(10, Question.COUNT, Contender.LIVE, List.of(90.0, 100.0, 120.0), 60);
        assertThat(row.p50Millis()).isEqualTo(100);
        assertThat(row.spreadPercent()).isEqualTo(30);
        assertThat(BenchReport.Row.of(10, Question.COUNT, Contender.LIVE, List.of(90.0, 100.0), 60).p50Millis())
                .isEqualTo(95);
    }

    private static LakehouseConfig config() {
        return LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());
    }
}
