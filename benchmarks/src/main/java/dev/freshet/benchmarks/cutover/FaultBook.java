package dev.freshet.benchmarks.cutover;

/** What a run with faults is held against, and where it is written down. */
record FaultBook(Runs runs, FaultTally tally, PublishedBoundary published, BlockedDay blocked, Grace grace) {}
