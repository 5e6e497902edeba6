package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.transform.connect.Step;
import java.time.Duration;

/**
 * Gives readers the time that the protocol promises them. Simulated days pass in seconds, so the batch would retire
 * tail tables at once.
 *
 * @param retention housekeeping assumes that no query takes longer
 */
record Grace(Readers readers, Duration retention) {
    /** Before a step, waits for the queries that it may break because they began too early. */
    void await(Step step) {
        try {
            if (step == Step.RETIRE) {
                readers.awaitNoneSince(System.nanoTime());
            } else if (step == Step.MAINTAIN || step == Step.COMMIT) { // an ingest removes old snapshots
                readers.awaitNoneSince(System.nanoTime() - retention.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Cannot go on: interrupted", e);
        }
    }
}
