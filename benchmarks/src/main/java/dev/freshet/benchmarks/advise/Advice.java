package dev.freshet.benchmarks.advise;

import dev.freshet.benchmarks.Report;
import dev.freshet.benchmarks.advise.Choice.Cost;
import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the model says about a load: how the tail grows, what queries take over the day, and what keeps the target.
 *
 * @param best the cadence that changes least and keeps the target; if none does, the one that comes nearest
 * @param breaksAt the hour at whose end the daily run alone first misses the target, 1 to 24; 0 if it never does
 * @param floorMillis p95 with nothing landed
 * @param choices each cadence over the whole day
 * @param hours of the day with the daily run alone, and with {@code best}
 * @param files what larger and smaller files would change
 */
public record Advice(Verdict verdict, Load load, String best, int breaksAt, double floorMillis,
        List<Outcome> choices, List<Hour> hours, Files files, CostModel model) implements Report {
    /** Above this, what queries wait for each other cannot be told. */
    private static final double MOST_BUSY = 0.8;
    private static final double TIMES = 10;
    private static final Comparator<Times> SLOWER = Comparator.<Times>comparingDouble(times -> times.p95Millis() == null
            ? Double.MAX_VALUE : times.p95Millis()).thenComparing(Times::busy);

    /** What the advice is. */
    public enum Verdict {
        /** The daily run alone keeps the target. */
        DAILY,
        /** A shorter cadence keeps it. */
        CADENCE,
        /** Trino takes longer with nothing to read. */
        FLOOR,
        /** Trino has too few cores for so many queries. */
        BUSY,
        /** With each cadence, too much is raw or columnar for one query. */
        TAIL
    }

    /**
     * Times at the end of an hour.
     *
     * @param p50Millis null if more is asked than Trino has cores
     * @param busy the part of Trino's cores that queries and ingests need
     */
    public record Times(Double p50Millis, Double p95Millis, double busy) {
        static Times of(Cost cost, double cpuPerSecond, int cores) {
            double busy = cpuPerSecond / cores;
            // A core that serves several queries by turns: each takes as much longer as others are served.
            return busy >= 1 ? new Times(null, null, busy)
                    : new Times(cost.millis() / (1 - busy), cost.millis() * cost.p95ToMedian() / (1 - busy), busy);
        }

        boolean keeps(double millis) {
            return p95Millis != null && p95Millis <= millis && busy <= MOST_BUSY;
        }
    }

    /** @param hour that ends, 1 to 24 */
    public record Hour(int hour, double landedMegabytes, long files, Times daily, Times best) {}

    /**
     * A cadence over the whole day.
     *
     * @param rawMegabytes that one query reads raw at most
     * @param worst at the end of the hour with the highest p95
     * @param keeps whether it keeps the target all day
     * @param queryCpuSeconds of all queries of a day
     * @param ingestCpuSeconds of all ingests of a day
     * @param overrun whether an ingest takes longer than the time between two
     */
    public record Outcome(String name, double rawMegabytes, Times worst, boolean keeps, double queryCpuSeconds,
            double ingestCpuSeconds, boolean overrun) {}

    /** The worst p95 of the best cadence, with other files; null if Trino is too busy. */
    public record Files(Double asTheyAre, Double tenTimesLarger, Double tenTimesSmaller) {}

    /** @throws IllegalArgumentException if the model does not have the question or the codec */
    public static Advice of(CostModel model, Load load) {
        List<Outcome> outcomes = Choice.ALL.stream().map(choice -> outcome(choice, model, load)).toList();
        Optional<Choice> kept = IntStream.range(0, outcomes.size()).filter(i -> outcomes.get(i).keeps())
                .mapToObj(Choice.ALL::get).findFirst();
        Choice best = kept.orElseGet(() -> best(outcomes));
        Line live = Choice.line(model, CostModel.LIVE, load);
        double floor = live.baseMillis() * live.p95ToMedian();
        List<Hour> hours = IntStream.rangeClosed(1, Load.HOURS).mapToObj(hour -> new Hour(hour, load.megabytesUntil(
                hour), Choice.files(load.megabytesUntil(hour), load),
                times(Choice.DAILY, model,
                        load, hour),
                times(best, model, load, hour))).toList();
        int breaksAt = hours.stream().filter(hour -> !hour.daily().keeps(load.targetMillis())).mapToInt(Hour::hour)
                .findFirst().orElse(0);
        return new Advice(verdict(kept, floor, model, load), load, best.toString(), breaksAt,
                floor, outcomes, hours, new Files(worst(best, model, load).p95Millis(), worst(best, model, load
                        .withFiles(load.fileMegabytes() * TIMES)).p95Millis(),
                        worst(best, model, load.withFiles(load.fileMegabytes() / TIMES)).p95Millis()),
                model);
    }

    private static Verdict verdict(Optional<Choice> kept, double floor, CostModel model, Load load) {
        if (kept.isPresent()) {
            return kept.get() == Choice.DAILY ? Verdict.DAILY : Verdict.CADENCE;
        }
        if (floor > load.targetMillis()) {
            return Verdict.FLOOR;
        }
        boolean isFastAlone = Choice.ALL.stream().filter(choice -> !choice.isOverrun(model, load)).anyMatch(
                choice -> IntStream.rangeClosed(1, Load.HOURS).allMatch(hour -> {
                    Cost cost = choice.cost(model, load, hour);
                    return cost.millis() * cost.p95ToMedian() <= load.targetMillis();
                }));
        return isFastAlone ? Verdict.BUSY : Verdict.TAIL;
    }

    /** The one that comes nearest to the target. */
    private static Choice best(List<Outcome> outcomes) {
        return Choice.ALL.get(outcomes.indexOf(outcomes.stream().min(Comparator.comparing(Outcome::worst, SLOWER))
                .orElseThrow()));
    }

    private static Outcome outcome(Choice choice, CostModel model, Load load) {
        double cpuSeconds = 0;
        double raw = 0;
        for (int hour = 1; hour <= Load.HOURS; hour++) {
            cpuSeconds += choice.cost(model, load, hour).cpuMillis() / 1000 * load.queriesPerSecond() * 3600;
            raw = Math.max(raw, choice.rawMegabytes(model, load, hour));
        }
        Times worst = worst(choice, model, load);
        boolean overrun = choice.isOverrun(model, load);
        boolean keeps = !overrun && IntStream.rangeClosed(1, Load.HOURS)
                .allMatch(hour -> times(choice, model, load, hour).keeps(load.targetMillis()));
        return new Outcome(choice.toString(), raw, worst, keeps, cpuSeconds, choice.ingestCpuSeconds(model, load),
                overrun);
    }

    private static Times worst(Choice choice, CostModel model, Load load) {
        List<Times> all = new ArrayList<>();
        for (int hour = 1; hour <= Load.HOURS; hour++) {
            all.add(times(choice, model, load, hour));
        }
        return all.stream().max(SLOWER).orElseThrow();
    }

    private static Times times(Choice choice, CostModel model, Load load, int hour) {
        Cost cost = choice.cost(model, load, hour);
        return Times.of(cost, load.queriesPerSecond() * cost.cpuMillis() / 1000 + choice.ingestCpuSeconds(model, load)
                / (Load.HOURS * 3600), model.cores());
    }

    @Override
    public String markdown() {
        return new AdviceText(this).text();
    }
}
