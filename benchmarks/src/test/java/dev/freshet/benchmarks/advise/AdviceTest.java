package dev.freshet.benchmarks.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.benchmarks.advise.Advice.Verdict;
import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Ingest;
import dev.freshet.core.CostModel.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a model of four cores: 100 ms, 4 ms for each raw MB, 1 ms for each file, and ten times less if it is columnar. */
class AdviceTest {
    private static final CostModel MODEL = new CostModel("2026-11-30T10:00:00Z", "jdbc:trino://t/x", "476", 4, List.of(
            new Line("live", "group_by", "plain", 100, 4, 1, 50, 16, 2, 1.5, 0.1, 0.2, 8),
            new Line("ingest", "group_by", "plain", 150, 0.04, 0, 80, 0.16, 0, 1.5, 0.1, 0.2, 8),
            new Line("t-1", "group_by", "plain", 80, 0.04, 0, 40, 0.16, 0, 1.5, 0.1, 0.2, 8)),
            new Ingest(1000, 20, 900,
                    70),
            150);
    private static final double MB_PER_MINUTE = 1e6 / 60;

    private static Advice advice(double megabytesPerMinute, double fileMegabytes, double queries, double millis) {
        return Advice.of(MODEL, new Load(Load.constant(megabytesPerMinute * MB_PER_MINUTE), fileMegabytes, queries,
                millis, "group_by", "plain"));
    }

    @Test
    void theDailyRunIsEnoughForAFewMegabytes() {
        Advice advice = advice(0.05, 1, 0.1, 2000);

        assertThat(advice.verdict()).isEqualTo(Verdict.DAILY);
        assertThat(advice.breaksAt()).isZero();
        Advice.Hour end = advice.hours().get(23);
        assertThat(end.landedMegabytes()).isCloseTo(72, within(0.01));
        assertThat(end.files()).isEqualTo(72);
        double busy = 0.1 * (50 + 16 * 72 + 2 * 72) / 1000 / 4;
        assertThat(end.daily().busy()).isCloseTo(busy, within(1e-6));
        assertThat(end.daily().p50Millis()).isCloseTo((100 + 4 * 72 + 72) / (1 - busy), within(0.01));
        assertThat(end.daily().p95Millis()).isCloseTo(end.daily().p50Millis() * 1.5, within(0.01));
        assertThat(advice.markdown()).startsWith("The daily run is enough: p95 of group_by is 714 ms at most, at the "
                + "end of the day, with 72.0 MB raw in 72 files.").contains("| 24:00 ", "| 03:00 ");
    }

    @Test
    void aShorterCadenceKeepsTheTargetFromTheHourOnAtWhichItWouldBreak() {
        Advice advice = advice(5, 5, 0.1, 2000);

        assertThat(advice.verdict()).isEqualTo(Verdict.CADENCE);
        assertThat(advice.best()).isEqualTo("ingest every PT15M");
        assertThat(advice.breaksAt()).as("300 MB take 1.4 s, 600 MB 2.6 s, at p95 1.5 times as long").isEqualTo(1);
        assertThat(advice.choices().get(1).keeps()).as("each hour").isFalse();
        Advice.Outcome best = advice.choices().get(2);
        assertThat(best.rawMegabytes()).as("15 minutes, 10 s, and the ingest's 2.5 s").isCloseTo(5 * (15 + 12.5 / 60),
                within(0.1));
        assertThat(best.ingestCpuSeconds()).isCloseTo(96 * 0.9 + 7200 * 0.07, within(0.01));
        assertThat(best.queryCpuSeconds()).isLessThan(advice.choices().get(0).queryCpuSeconds() / 10);
        assertThat(advice.markdown()).contains("p95 of group_by exceeds 2.0 s before 01:00",
                "What keeps it: ingest every PT15M (`ingest: {every: PT15M}` in the spec)", "| hourly run ");
    }

    @Test
    void aTargetBelowWhatTrinoTakesWithNothingToReadIsTheWrongPattern() {
        Advice advice = advice(5, 5, 0.1, 100);

        assertThat(advice.verdict()).isEqualTo(Verdict.FLOOR);
        assertThat(advice.markdown()).startsWith("This is the wrong pattern for 100 ms: Trino takes 150 ms (p95)");
    }

    @Test
    void moreQueriesThanTrinoHasCoresIsTheWrongPattern() {
        Advice advice = advice(5, 5, 50, 2000);

        assertThat(advice.verdict()).isEqualTo(Verdict.BUSY);
        assertThat(advice.hours().get(23).daily().p95Millis()).as("no answer").isNull();
        assertThat(advice.markdown()).contains("This is the wrong pattern for 50 queries a second on 4 cores",
                "too busy", "queries need 1476.6 times Trino's cores");
        assertThat(Advice.of(MODEL.withCores(400), advice.load()).verdict()).as("more cores")
                .isNotEqualTo(Verdict.BUSY);
    }

    @Test
    void moreThanAnyCadenceCanMakeColumnarIsTheWrongPattern() {
        Advice advice = advice(4000, 5, 0.001, 2000);

        assertThat(advice.verdict()).isEqualTo(Verdict.TAIL);
        assertThat(advice.choices().get(4).overrun()).as("an ingest of 4 GB takes longer than a minute").isTrue();
        assertThat(advice.markdown()).contains("This is the wrong pattern for 5.8 TB a day", "it cannot keep up");
    }

    @Test
    void filesThatAreTooSmallAreNamedWithWhatLargerOnesWouldSave() {
        assertThat(advice(0.05, 0.05, 0.1, 5000).markdown()).contains(
                "Larger files would help: ten times 50.0 kB takes p95 from ");
        assertThat(advice(0.05, 1, 0.1, 5000).files().tenTimesLarger()).isLessThan(advice(0.05, 1, 0.1, 5000).files()
                .asTheyAre());
        assertThat(advice(5, 500, 0.1, 2000).best()).as("a file stays raw until the next ingest").isNotEqualTo(
                "ingest every PT15M");
    }

    @Test
    void theHoursAreThoseOfTheLoad() {
        List<Double> night = new ArrayList<>(Collections.nCopies(24, 0.0));
        night.set(3, 100.0);

        Advice advice = Advice.of(MODEL, new Load(night, 1, 0.1, 300, "group_by", "plain"));

        assertThat(advice.breaksAt()).isEqualTo(4);
        assertThat(advice.hours().get(2).landedMegabytes()).isZero();
        assertThat(advice.hours().get(3).landedMegabytes()).isEqualTo(100);
    }

    @Test
    void aQuestionThatWasNotMeasuredIsRefused() {
        assertThatThrownBy(() -> Advice.of(MODEL, new Load(Load.constant(1), 1, 1, 1000, "median", "plain")))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(
                        "The cost model has no median of plain files, but [group_by of plain]");
    }
}
