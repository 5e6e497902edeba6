package dev.freshet.benchmarks.cutover;

import java.time.LocalDate;

/**
 * One file, as recorded by the thread that landed it. All times are {@link System#nanoTime()}.
 *
 * @param number from 1, in the order of landing
 * @param day the landing day: the directory that it is in
 * @param late whether that day was over when it landed
 * @param began just before its rename; it cannot have been seen earlier
 * @param ended just after its rename, {@link #NOT_YET} until then; it can be seen from then on
 */
record LandedFile(long number, LocalDate day, boolean late, Figures figures, long began, long ended) {
    static final long NOT_YET = Long.MAX_VALUE;

    /** The name of the file with this number. */
    static String name(long number) {
        return "events-%06d.json%s".formatted(number, number % 4 == 0 ? ".gz" : "");
    }

    LandedFile endedAt(long nanos) {
        return new LandedFile(number, day, late, figures, began, nanos);
    }
}
