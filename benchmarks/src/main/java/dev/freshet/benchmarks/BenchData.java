package dev.freshet.benchmarks;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Lands the datasets through the lakehouse's own file system, whatever it is, and removes them again. */
record BenchData(LakehouseConnection lakehouse, String landingRoot, Instant now, BenchProgress progress) {

    /** Lands a pair and runs the batch on both, after it has removed what an earlier run left. */
    Truth land(SameLines lines) {
        remove(lines);
        LandingPartition today = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
        Truth scan = land(lines, lines.scan().spec(landingRoot), today);
        Truth history = land(lines, lines.history().spec(landingRoot), today.plus(-1));
        if (!scan.equals(history)) {
            throw new BenchException("Cannot compare: the generator wrote other lines the second time (%s, %s)"
                    .formatted(scan, history));
        }
        return scan;
    }

    private Truth land(SameLines lines, DatasetSpec spec, LandingPartition day) {
        Truth truth = Truth.NOTHING;
        for (int file = 0; file < lines.files(); file++) {
            progress.at("landing " + spec.name(), file, lines.files());
            truth = truth.plus(landFile(lines, file, spec, day, "part-%02d.json".formatted(file)));
        }
        new DailyBatch(spec, lakehouse, Clock.fixed(now, ZoneOffset.UTC),
                (step, detail, done, total) -> progress.at(detail, done, total)).run(Optional.empty());
        return truth;
    }

    Truth landFile(SameLines lines, int file, DatasetSpec spec, LandingPartition day, String name) {
        String location = spec.landing().directory(day) + "/" + name;
        try (OutputStream out = lakehouse.landing().newOutputFile(location).create()) {
            return lines.write(file, now, out);
        } catch (IOException e) {
            throw new BenchException("Cannot land %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    void remove(SameLines lines) {
        Removal removal = new Removal(lakehouse);
        removal.remove(lines.scan().spec(landingRoot));
        removal.remove(lines.history().spec(landingRoot));
    }
}
