package dev.freshet.benchmarks.cutover;

import java.time.Duration;

/**
 * What a run with faults is checked against, and where it is recorded.
 *
 * @param lookAhead how far the tail reaches beyond a run's today
 */
record FaultBook(Duration lookAhead, Runs runs, FaultTally tally, PublishedBoundary published, BlockedDay blocked,
        Grace grace) {}
