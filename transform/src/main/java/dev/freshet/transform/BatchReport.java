package dev.freshet.transform;

import dev.freshet.core.Boundary;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a run of the batch did.
 *
 * @param before the boundary that was published when the run began, if any
 * @param after the boundary that is published now
 * @param days the landing days that were looked at, oldest first
 * @param flipped whether the views were replaced
 * @param retired tail tables that were dropped
 */
public record BatchReport(Optional<Boundary> before, Boundary after, List<Day> days, boolean flipped,
        List<String> retired, Duration elapsed) {
    public BatchReport {
        days = List.copyOf(days);
        retired = List.copyOf(retired);
    }

    public enum Outcome {
        TAKEN_IN,
        REPLACED,
        UNCHANGED,
        /** Files that were taken in are gone or differ now. History keeps what it has. */
        INPUTS_CHANGED
    }

    /**
     * @param bytes size of the raw files as they lie, compressed or not
     */
    public record Day(LocalDate day, Outcome outcome, int files, long bytes, long rows, long rejects,
            Duration elapsed) {}
}
