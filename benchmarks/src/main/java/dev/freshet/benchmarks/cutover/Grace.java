package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.transform.Step;
import java.time.Duration;

/**
 * Gives readers the time that the protocol promises them. Simulated days pass in seconds, so that the time after which
 * tail tables are retired is always over for the batch.
 *
 * @param retention no query takes longer, as far as housekeeping knows
 */
record Grace(Readers readers, Duration retention) {
    /** Waits before a step for the queries that began so early that the step may break them. */
    void await(Step step) {
        try {
            if (step == Step.RETIRE) {
                readers.awaitNoneSince(System.nanoTime());
            } else if (step == Step.MAINTAIN) {
                readers.awaitNoneSince(System.nanoTime() - retention.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Cannot go on: interrupted", e);
        }
    }
}
