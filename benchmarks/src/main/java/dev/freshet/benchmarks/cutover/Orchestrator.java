package dev.freshet.benchmarks.cutover;

import java.util.Optional;

/** Makes the runs for the witness, with or without faults. */
interface Orchestrator extends AutoCloseable {
    /** The current day is about to end. */
    default void dayEnds() throws InterruptedException {}

    /** @return empty if the run failed or is not over */
    Optional<StopWatch.Times> make(Job job) throws InterruptedException;

    /** Makes an intraday ingest, from another thread. It may fail if a run is ahead of it. */
    void ingest() throws InterruptedException;

    /** Ends all faults and makes the last run. */
    void settle() throws InterruptedException;

    /** How many runs stopped because the day's files were changing, and were made again. */
    int stoppedRuns();

    /** The faults; empty for runs without faults. */
    default Optional<FaultReport> faults() {
        return Optional.empty();
    }

    @Override
    void close();
}
