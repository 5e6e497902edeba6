package dev.freshet.cli.demo;

import dev.freshet.cli.telemetry.LandingFiles;
import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Function;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Lands all files of the demo, so that it always knows the truth about them. */
final class Feed {
    private final DatasetSpec spec;
    private final LandingFiles files;
    private final long seed;
    private int landed;
    private Truth truth = Truth.NOTHING;

    Feed(DatasetSpec spec, SupportsPrefixOperations io, long seed) {
        this.spec = spec;
        this.files = new LandingFiles(spec, io);
        if (!isEmpty(io, spec.landing().root() + "/")) {
            throw new DemoException(
                    "Cannot start the demo: files of %s have landed before (%s)"
                            .formatted(spec.name(), spec.landing().root()));
        }
        this.seed = seed;
    }

    private static boolean isEmpty(SupportsPrefixOperations io, String directory) {
        try {
            return !io.listPrefix(directory).iterator().hasNext();
        } catch (NotFoundException e) {
            return true;
        }
    }

    /**
     * @param truth the truth about the file's lines
     * @param atNanos {@link System#nanoTime()} right after the rename
     */
    record Landed(LandingPartition partition, Truth truth, long atNanos) {}

    /** Lands a file in the directory of its day of arrival. Every fourth file is compressed. */
    synchronized Landed land(Instant arrival, long lines) {
        LandingPartition partition = LandingPartition.at(arrival, spec.zone(), spec.landing().cadence());
        String name = "telemetry-%04d.json%s".formatted(++landed, landed % 4 == 0 ? ".gz" : "");
        Truth[] written = new Truth[1];
        try {
            files.land(partition, name, out -> written[0] = TelemetryGenerator.generate(seed + landed, arrival,
                    TelemetryGenerator.Size.lines(lines), out));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot land %s in %s: %s".formatted(name, spec.landing().directory(partition), e),
                    e);
        }
        long now = System.nanoTime();
        truth = truth.plus(written[0]);
        return new Landed(partition, written[0], now);
    }

    /**
     * The truth about all visible files. Waits for a file that is landing, so it covers every row that a query saw
     * before this call.
     */
    synchronized Truth truth() {
        return truth;
    }

    /** Runs {@code check} while no file lands. */
    synchronized <T> T quietly(Function<Truth, T> check) {
        return check.apply(truth);
    }
}
