package dev.freshet.cli.demo;

import dev.freshet.cli.telemetry.Backups;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Clock;

/**
 * The demo: three days of telemetry land, the batch takes the two past ones into history, and while more files land,
 * the demo compares the T-1 and the live answer and accounts for every line. Then the day grows, and a second dataset
 * over the same files shows what live queries would take without intraday ingest.
 *
 * @param dataset its name
 * @param clock decides which day is today
 * @param startNanos {@link System#nanoTime()} at the start
 */
public record Demo(LakehouseConfig lakehouse, String dataset, DemoScale scale, Clock clock, long startNanos,
        DemoSink sink) {
    /** Starts a lakehouse, runs the demo on it and leaves nothing behind. */
    public static DemoReport run(LocalLakehouse.Options options, StartProgress progress, DemoSink sink) {
        long start = System.nanoTime();
        try (LocalLakehouse own = LocalLakehouse.start(options, progress)) {
            return on(LakehouseConfig.of("local lakehouse", own.properties()), start, sink).run();
        }
    }

    /** The demo on a lakehouse that the caller owns and closes. */
    public static Demo on(LakehouseConfig lakehouse, long startNanos, DemoSink sink) {
        return new Demo(lakehouse, Backups.DATASET, DemoScale.DEFAULT, Clock.systemUTC(), startNanos, sink);
    }

    public DatasetSpec spec() {
        return Backups.spec(dataset, landingRoot());
    }

    /** A second dataset over the same raw files, without intraday ingest. */
    DatasetSpec without() {
        return Backups.withoutIngest(dataset, landingRoot());
    }

    private String landingRoot() {
        return lakehouse.landingRoot(dataset).orElseThrow(() -> new DemoException(
                "Cannot run the demo: the lakehouse file names no iceberg.warehouse to land files beside"));
    }

    /**
     * Runs it once; the dataset must be new in the lakehouse.
     *
     * @throws DemoException if a query fails or an answer is wrong
     */
    public DemoReport run() {
        try (LakehouseConnection open = LakehouseConnection.open(lakehouse);
                Questions questions = Questions.connect(lakehouse.trinoUrl(), open.names(spec()), clock);
                Questions withoutIngest = Questions.connect(lakehouse.trinoUrl(), open.names(without()), clock)) {
            return new DemoRun(this, open, questions, withoutIngest).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Cannot continue the demo: interrupted", e);
        }
    }
}
