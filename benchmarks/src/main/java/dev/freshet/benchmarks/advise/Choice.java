package dev.freshet.benchmarks.advise;

import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Line;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How often raw files become columnar.
 *
 * @param every empty for the daily run alone
 * @param byHour whether they land by the hour, and each hour is cut over
 */
record Choice(Optional<Duration> every, boolean byHour) {
    static final Choice DAILY = new Choice(Optional.empty(), false);
    static final Choice HOURLY = new Choice(Optional.of(Duration.ofHours(1)), true);
    /** From what changes least to what changes most. */
    static final List<Choice> ALL = List.of(DAILY, ingest(Duration.ofHours(1)), ingest(Duration.ofMinutes(15)),
            ingest(Duration.ofMinutes(5)), ingest(Duration.ofMinutes(1)), HOURLY);
    /** Files are ingested once they have not changed for so long: the default of {@code ingest.min_age}. */
    private static final double MIN_AGE_SECONDS = 10;
    private static final double DAY_SECONDS = 86_400;
    private static final double HOUR_SECONDS = 3_600;

    private static Choice ingest(Duration every) {
        return new Choice(Optional.of(every), false);
    }

    /**
     * What one live query takes if Trino does nothing else.
     *
     * @param p95ToMedian how many times as long the slowest answer in 20 takes
     */
    record Cost(double millis, double cpuMillis, double p95ToMedian) {}

    /** At the end of an hour, when the most is raw. */
    Cost cost(CostModel model, Load load, int hour) {
        Line live = line(model, CostModel.LIVE, load);
        double landed = load.megabytesUntil(hour);
        double raw = rawMegabytes(model, load, hour);
        long files = files(raw, load);
        double millis = model.millis(live, raw, files);
        double cpu = live.cpuMillis(raw, files);
        if (this == DAILY) {
            return new Cost(millis, cpu, live.p95ToMedian());
        }
        Line columnar = line(model, byHour ? CostModel.T_1 : CostModel.INGEST, load);
        double rest = landed - raw;
        long restFiles = files(landed, load) - files;
        return new Cost(
                millis + model.millis(columnar, rest, restFiles) + (byHour ? model.hourlyMillis() - columnar
                        .baseMillis() : -live.baseMillis()),
                cpu + columnar.cpuMillis(rest, restFiles) - (byHour ? columnar.baseCpuMillis() : live
                        .baseCpuMillis()),
                Math.max(live.p95ToMedian(), columnar.p95ToMedian()));
    }

    /** The most that a live query reads raw within an hour: what lands until an ingest ends, and at least a file. */
    double rawMegabytes(CostModel model, Load load, int hour) {
        double landed = load.megabytesUntil(hour);
        double perSecond = load.megabytesByHour().get(hour - 1) / HOUR_SECONDS;
        if (every.isEmpty()) {
            return landed;
        }
        if (perSecond == 0) {
            return 0;
        }
        double between = every.get().toSeconds() + (byHour ? 0 : MIN_AGE_SECONDS);
        double ingest = model.ingest().millis(perSecond * between) / 1000;
        return Math.min(landed, Math.max(load.fileMegabytes(), perSecond * (between + ingest)));
    }

    static long files(double megabytes, Load load) {
        return (long) Math.ceil(megabytes / load.fileMegabytes() - 1e-9);
    }

    /** CPU time of a day's ingests. A run for an hour is taken to cost as much as an ingest. */
    double ingestCpuSeconds(CostModel model, Load load) {
        return every.map(time -> (DAY_SECONDS / time.toSeconds() * model.ingest().baseCpuMillis() + model.ingest()
                .cpuMillisPerMegabyte() * load.megabytesPerDay()) / 1000).orElse(0.0);
    }

    /** Whether an ingest takes longer than the time between two. */
    boolean isOverrun(CostModel model, Load load) {
        double most = load.megabytesByHour().stream().mapToDouble(Double::doubleValue).max().orElse(0) / HOUR_SECONDS;
        return every.filter(time -> model.ingest().millis(most * time.toSeconds()) > time.toMillis()).isPresent();
    }

    /** @throws IllegalArgumentException if the model has no such line */
    static Line line(CostModel model, String reader, Load load) {
        return model.line(reader, load.question(), load.codec()).orElseThrow(() -> new IllegalArgumentException(
                "The cost model has no %s of %s files, but %s".formatted(load.question(), load.codec(),
                        model.lines().stream().filter(line -> line.reader().equals(CostModel.LIVE))
                                .map(line -> line.question() + " of " + line.codec()).distinct().toList())));
    }

    /** For people. */
    @Override
    public String toString() {
        return this == DAILY ? "daily run" : byHour ? "hourly run" : "ingest every " + every.orElseThrow();
    }
}
