package dev.freshet.benchmarks.cutover;

import java.time.LocalDate;

/**
 * One run of the batch. All times are {@link System#nanoTime()}, {@link #NOT_YET} until it is so far.
 *
 * @param boundary the first landing day that history does not serve once the run has ended
 * @param began before it listed any file
 * @param flipBegan before it replaced the first view; no reader can have met the boundary earlier
 * @param ended after it replaced the last view; every reader meets the boundary from then on. A run that fails never
 *        ends.
 */
record Run(LocalDate boundary, long began, long flipBegan, long ended) {
    static final long NOT_YET = Long.MAX_VALUE;

    static Run began(LocalDate boundary, long nanos) {
        return new Run(boundary, nanos, NOT_YET, NOT_YET);
    }

    Run flipBeganAt(long nanos) {
        return new Run(boundary, began, nanos, ended);
    }

    Run endedAt(long nanos) {
        return new Run(boundary, began, flipBegan, nanos);
    }
}
