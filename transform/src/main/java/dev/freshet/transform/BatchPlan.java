package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.transform.raw.RawFile;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run has to do, decided before anything is changed.
 *
 * @param days landing days to look at, oldest first
 * @param boundary the boundary to publish
 * @param tailDays landing days that the tail spans from then on
 * @param flip whether the published views differ from those that the spec, the boundary and the tail ask for
 * @param retire landing days whose tail tables no query can need any more
 */
record BatchPlan(List<Day> days, Boundary boundary, List<LocalDate> tailDays, boolean flip, List<LocalDate> retire) {
    enum Action {
        /** Write, commit and reconcile; readers see nothing until the flip. */
        TAKE_IN,
        /** The same for a day before the boundary: readers see it replaced at the commit. */
        REPAIR,
        /** History holds these very files. */
        KEEP,
        /** Files that were taken in are gone or differ. They are reported, not followed. */
        REPORT
    }

    record Day(LocalDate day, List<RawFile> files, Action action) {
        long bytes() {
            return files.stream().mapToLong(RawFile::bytes).sum();
        }
    }
}
