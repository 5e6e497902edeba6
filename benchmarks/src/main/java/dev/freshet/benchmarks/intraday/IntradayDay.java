package dev.freshet.benchmarks.intraday;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Removal;
import dev.freshet.cli.telemetry.Backups;
import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.TelemetryGenerator.Size;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.IntradayReport;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A day of raw files and one before it in history, which two datasets serve: one with intraday ingest, one without it.
 */
final class IntradayDay {
    private static final long SEED = 20_261_122;
    private static final String ROOT = "local:///";
    private static final String LANDING = ROOT + "landing/bench_intraday";
    private static final int HISTORY_FILES = 8;
    /** Of files that land when the day is over: more than what the views name one by one. */
    private static final Duration APART = Duration.ofMinutes(11);

    private final LakehouseConnection lakehouse;
    private final Path local;
    private final Shape shape;
    private final BenchProgress progress;
    private final DatasetSpec live;
    private final DatasetSpec without;
    /** The last moment of the day. */
    private final Instant now;
    private final LandingPartition today;
    private Truth history = Truth.NOTHING;
    private Truth landed = Truth.NOTHING;
    private int files;
    private int more;

    IntradayDay(LakehouseConfig config, LakehouseConnection lakehouse, Shape shape, BenchProgress progress) {
        this.lakehouse = lakehouse;
        this.local = Path.of(config.landing().get(LocalFileIO.LOCATION));
        this.shape = shape;
        this.progress = progress;
        this.live = SpecReader.parse("intraday.yaml", yaml("intraday"));
        this.without = SpecReader.parse("intraday_without.yaml",
                Backups.withoutIngest(yaml("intraday_without")));
        this.now = Instant.now().truncatedTo(ChronoUnit.DAYS).minusSeconds(1); // so that no file is of the future
        this.today = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
    }

    private static String yaml(String dataset) {
        return Backups.yaml().replace("dataset: " + Backups.DATASET, "dataset: " + dataset)
                .replace("schema: telemetry", "schema: bench")
                .replace("local:///landing/" + Backups.DATASET, LANDING);
    }

    DatasetSpec spec() {
        return live;
    }

    String table(LiveReader reader) {
        return switch (reader) {
            case T_1 -> lakehouse.names(live).t1View();
            case LIVE -> lakehouse.names(live).liveView();
            case WITHOUT -> lakehouse.names(without).liveView();
        };
    }

    String rejects(LiveReader reader) {
        return lakehouse.names(reader == LiveReader.WITHOUT ? without : live).rejectsView();
    }

    /** What has landed in history's day. */
    Truth history() {
        return history;
    }

    /** What has landed today. */
    Truth landed() {
        return landed;
    }

    int files() {
        return files;
    }

    /** Lands the day before, and lets the batch write it into the history of both datasets. */
    void landHistory() {
        for (int file = 0; file < HISTORY_FILES; file++) {
            progress.at("%s: landing history".formatted(shape), file, HISTORY_FILES);
            history = history.plus(land(today.plus(-1), -1 - file, "part-%d.json".formatted(file),
                    shape.bytes() / HISTORY_FILES, now.minus(Duration.ofDays(1))));
        }
        for (DatasetSpec spec : List.of(live, without)) {
            batch(spec).run(Optional.empty());
        }
    }

    /**
     * Lands the next files of the day, at its rate.
     *
     * @return their bytes
     */
    long land(int count) {
        Duration apart = Duration.ofDays(1).dividedBy(shape.files());
        return land(count, file -> today.startsAt(ZoneOffset.UTC).plus(apart.multipliedBy(file)));
    }

    /** Lands files beyond those of the day, all at once. */
    long landMore(int count) {
        Instant at = now.plus(APART.multipliedBy(++more));
        return land(count, file -> at);
    }

    private interface Time {
        Instant of(int file);
    }

    private long land(int count, Time time) {
        long before = landed.bytes();
        for (int i = 0; i < count; i++) {
            if (i % 10 == 0) {
                progress.at("%s: landing".formatted(shape), i, count);
            }
            landed = landed.plus(land(today, files, shape.name(files), shape.fileBytes(), time.of(files)));
            files++;
        }
        return landed.bytes() - before;
    }

    private Truth land(LandingPartition day, int seed, String name, long bytes, Instant time) {
        String location = live.landing().directory(day) + "/" + name;
        try {
            Truth truth;
            try (OutputStream out = lakehouse.landing().newOutputFile(location).create()) {
                truth = TelemetryGenerator.generate(SEED + seed, now, Size.bytes(bytes), out);
            }
            Files.setLastModifiedTime(local.resolve(location.substring(ROOT.length())), FileTime.from(time));
            return truth;
        } catch (IOException e) {
            throw new BenchException("Cannot land %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    /** @return what it did today */
    IntradayReport.Partition ingest() {
        return batch(live).ingest().partitions().stream().filter(each -> each.landed().equals(today)).findFirst()
                .orElseThrow(() -> new BenchException("Cannot measure an ingest: nothing has landed today"));
    }

    private DailyBatch batch(DatasetSpec spec) {
        return new DailyBatch(spec, lakehouse, Clock.fixed(now, ZoneOffset.UTC),
                (step, detail, done, total) -> progress.at(shape + ": " + detail, done, total));
    }

    void remove() {
        new Removal(lakehouse).remove(live);
        new Removal(lakehouse).remove(without);
    }
}
