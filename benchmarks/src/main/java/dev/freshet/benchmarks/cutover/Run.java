package dev.freshet.benchmarks.cutover;

import java.time.LocalDate;

/**
 * One run that may move the boundary. All times are {@link System#nanoTime()}, {@link #NOT_YET} until then.
 *
 * @param boundary the first landing day that history does not serve once the run has ended
 * @param tailEnd the last day that the tail reaches once the run has ended, even if it failed
 * @param began before it listed any file
 * @param flipBegan before it replaced the first view; no reader can have seen the boundary earlier
 * @param ended after its last step
 * @param failed whether it ended before it was done
 */
record Run(Kind kind, LocalDate boundary, LocalDate tailEnd, long began, long flipBegan, long ended, boolean failed) {
    static final long NOT_YET = Long.MAX_VALUE;

    enum Kind {
        /** Ingests what has landed, late files among them. */
        BATCH,
        /** Goes back to an earlier boundary. */
        ROLL_BACK,
        /** Housekeeping or intraday ingest: neither moves the boundary nor writes to history. */
        MAINTENANCE
    }

    /** If each day has its run, the tail always reaches far enough. */
    Run(Kind kind, LocalDate boundary, long began, long flipBegan, long ended) {
        this(kind, boundary, LocalDate.MAX, began, flipBegan, ended, false);
    }

    static Run began(Kind kind, LocalDate boundary, long nanos) {
        return new Run(kind, boundary, nanos, NOT_YET, NOT_YET);
    }

    static Run began(Kind kind, LocalDate boundary, LocalDate tailEnd, long nanos) {
        return new Run(kind, boundary, tailEnd, nanos, NOT_YET, NOT_YET, false);
    }

    Run flipBeganAt(long nanos) {
        return new Run(kind, boundary, tailEnd, began, nanos, ended, failed);
    }

    Run endedAt(long nanos, LocalDate published) {
        return new Run(kind, published, tailEnd, began, flipBegan, nanos, false);
    }

    Run failedAt(long nanos, LocalDate published) {
        return new Run(kind, published, tailEnd, began, flipBegan, nanos, true);
    }

    /** It may have done nothing. */
    Run killedAt(long nanos, LocalDate published) {
        return new Run(kind, published, LocalDate.MIN, began, flipBegan, nanos, true);
    }

    /** Whether it had done all its work by then. */
    boolean isDoneBefore(long nanos) {
        return !failed && ended < nanos;
    }

    boolean isDone() {
        return isDoneBefore(NOT_YET);
    }
}
