package dev.freshet.benchmarks.cutover;

import java.time.LocalDate;

/**
 * One run that may move the boundary. All times are {@link System#nanoTime()}, {@link #NOT_YET} until it is so far.
 *
 * @param boundary the first landing day that history does not serve once the run has ended
 * @param began before it listed any file
 * @param flipBegan before it replaced the first view; no reader can have met the boundary earlier
 * @param ended after it replaced the last view; every reader meets the boundary from then on. A run that fails never
 *        ends.
 */
record Run(Kind kind, LocalDate boundary, long began, long flipBegan, long ended) {
    static final long NOT_YET = Long.MAX_VALUE;

    enum Kind {
        /** Takes in what has landed, late files among them. */
        BATCH,
        /** Goes back to the views before the last flip. */
        ROLL_BACK
    }

    static Run began(Kind kind, LocalDate boundary, long nanos) {
        return new Run(kind, boundary, nanos, NOT_YET, NOT_YET);
    }

    Run flipBeganAt(long nanos) {
        return new Run(kind, boundary, began, nanos, ended);
    }

    Run endedAt(long nanos) {
        return new Run(kind, boundary, began, flipBegan, nanos);
    }
}
