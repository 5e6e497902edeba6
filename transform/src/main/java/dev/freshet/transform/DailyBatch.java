package dev.freshet.transform;

import dev.freshet.core.spec.DatasetSpec;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The daily batch: takes landed days into history and moves the boundary. */
public final class DailyBatch {
    public DailyBatch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress) {}

    /**
     * Takes in every landing day from the boundary to yesterday, and again those before it whose files changed.
     *
     * @param last take in up to this day; yesterday in the dataset's zone if empty
     */
    public BatchReport run(Optional<LocalDate> last) {
        throw new AssertionError(last);
    }

    /**
     * Every step that {@link #run} would take now, in order; SQL statements end with a semicolon, other steps are
     * comments ({@code --}).
     */
    public List<String> plan(Optional<LocalDate> last) {
        throw new AssertionError(last);
    }

    public DatasetStatus status() {
        throw new AssertionError();
    }
}
