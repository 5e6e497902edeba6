package dev.freshet.benchmarks;

import dev.freshet.cli.telemetry.Backups;
import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.TelemetryGenerator.Size;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * The same lines twice: in one dataset they landed today, so they are in the tail; in the other they landed yesterday,
 * so they are in history.
 *
 * @param megabytes of raw JSON in each of the two
 */
record SameLines(int megabytes) {
    static final String SCHEMA = "bench";
    private static final long SEED = 20_261_122;

    /** One of the two datasets. */
    record Dataset(String name) {
        DatasetSpec spec(String landingRoot) {
            return SpecReader.parse(name + ".yaml",
                    Backups.yaml().replace("dataset: " + Backups.DATASET, "dataset: " + name)
                            .replace("schema: telemetry", "schema: " + SCHEMA)
                            .replace("local:///landing/" + Backups.DATASET, landingRoot + "/" + name));
        }

        Names names(LakehouseConfig lakehouse) {
            return new Names(lakehouse.trinoCatalog(), lakehouse.landingCatalog(), SCHEMA, name);
        }
    }

    Dataset scan() {
        return new Dataset("scan_" + megabytes);
    }

    Dataset history() {
        return new Dataset("history_" + megabytes);
    }

    /** Four up to 10 MB, eight above. */
    int files() {
        return megabytes <= 10 ? 4 : 8;
    }

    /** @param file from 0 */
    Truth write(int file, Instant arrival, OutputStream out) throws IOException {
        return TelemetryGenerator.generate(SEED + file, arrival, Size.bytes(megabytes * 1_000_000L / files()), out);
    }

    /** The id of a row of a middle file. Ids depend only on the seed, so each fork can compute it. */
    String lookupId() {
        try {
            return TelemetryGenerator
                    .generate(SEED + files() / 2, Instant.EPOCH, Size.lines(1), OutputStream.nullOutputStream())
                    .lastId().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
