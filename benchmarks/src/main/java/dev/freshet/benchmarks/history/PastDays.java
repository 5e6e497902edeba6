package dev.freshet.benchmarks.history;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Removal;
import dev.freshet.cli.telemetry.Backups;
import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.TelemetryGenerator.Size;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** A dataset with some days of history, and a tail that can be replaced by one of another size. */
final class PastDays {
    private static final String DATASET = "past_days";
    private static final long SEED = 20_261_122;
    private static final int FILES_PER_DAY = 4;
    private static final int TAIL_FILES = 8;
    /** The number of the first file of the tail. */
    private static final int TAIL = 1_000;
    /** Before today: the spec's {@code allowed_lateness}, so no event in the tail can be earlier. */
    private static final int MOMENT = -2;

    private final LakehouseConnection lakehouse;
    private final Instant now;
    private final BenchProgress progress;
    private final DatasetSpec spec;
    private final LandingPartition today;
    private Truth history = Truth.NOTHING;
    private Truth beforeMoment = Truth.NOTHING;

    PastDays(LakehouseConnection lakehouse, String landingRoot, Instant now, BenchProgress progress) {
        this.lakehouse = lakehouse;
        this.now = now;
        this.progress = progress;
        this.spec = SpecReader.parse(DATASET + ".yaml",
                Backups.yaml().replace("dataset: " + Backups.DATASET, "dataset: " + DATASET)
                        .replace("schema: telemetry", "schema: bench")
                        .replace("local:///landing/" + Backups.DATASET, landingRoot + "/" + DATASET)
                        .replace("event_time: event_time\n", "event_time: event_time\nallowed_lateness: P2D\n"));
        this.today = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
    }

    Names names() {
        return lakehouse.names(spec);
    }

    /** The day before which all questions end. */
    LandingPartition moment() {
        return today.plus(MOMENT);
    }

    /** All rows of history. */
    Truth history() {
        return history;
    }

    /** The rows of history that landed before {@link #moment}. */
    Truth beforeMoment() {
        return beforeMoment;
    }

    /** Lands the days before today, with events spread over each of them, and lets the batch ingest them. */
    void landHistory(int days, int megabytes) {
        Size size = Size.bytes(megabytes * 1_000_000L / days / FILES_PER_DAY);
        Duration apart = Duration.ofDays(1).dividedBy(FILES_PER_DAY);
        int file = 0;
        for (LandingPartition day : (Iterable<LandingPartition>) today.plus(-days).until(today)::iterator) {
            for (int i = 1; i <= FILES_PER_DAY; i++) {
                progress.at("landing history", file, (long) days * FILES_PER_DAY);
                Truth landed = land(day, file++, day.startsAt(ZoneOffset.UTC).plus(apart.multipliedBy(i)), size);
                history = history.plus(landed);
                if (day.isBefore(moment())) {
                    beforeMoment = beforeMoment.plus(landed);
                }
            }
        }
        new DailyBatch(spec, lakehouse, Clock.fixed(now, ZoneOffset.UTC),
                (step, detail, done, total) -> progress.at(detail, done, total)).run(Optional.empty());
    }

    /** Lands today's files in place of those that landed before. */
    Truth landTail(int megabytes) {
        lakehouse.landing().deletePrefix(spec.landing().directory(today) + "/");
        Truth tail = Truth.NOTHING;
        for (int file = 0; file < TAIL_FILES; file++) {
            progress.at("landing %d MB today".formatted(megabytes), file, TAIL_FILES);
            tail = tail.plus(land(today, TAIL + file, now,
                    Size.bytes(megabytes * 1_000_000L / TAIL_FILES)));
        }
        return tail;
    }

    private Truth land(LandingPartition day, int file, Instant arrival, Size size) {
        String location = "%s/part-%02d.json".formatted(spec.landing().directory(day), file);
        try (OutputStream out = lakehouse.landing().newOutputFile(location).create()) {
            return TelemetryGenerator.generate(SEED + file, arrival, size, out);
        } catch (IOException e) {
            throw new BenchException("Cannot land %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    void remove() {
        new Removal(lakehouse).remove(spec);
    }
}
