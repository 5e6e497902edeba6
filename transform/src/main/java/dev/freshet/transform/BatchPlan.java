package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.transform.history.InputChanges;
import dev.freshet.transform.raw.RawFile;
import java.util.List;
import java.util.Optional;

/**
 * What a run has to do, decided before anything is ingested.
 *
 * @param partitions landing partitions to look at, oldest first
 * @param before what is published now, with the tail as long as it must be; as {@code after} before the first run
 * @param reshape whether the views' columns have changed, so that they are replaced before anything is ingested
 * @param after what to publish
 */
record BatchPlan(List<Partition> partitions, Span before, boolean reshape, Span after) {
    /**
     * What history and tail serve: history all before the boundary, the tail from there on.
     *
     * @param until the first landing partition that the tail does not serve
     * @param previous the boundary that a rollback goes back to
     */
    record Span(Boundary boundary, LandingPartition until, Optional<Boundary> previous) {
        List<LandingPartition> tail() {
            return boundary.first().until(until).toList();
        }

        /**
         * The same, or more where the other one serves more: a boundary never moves back, a tail is never shortened.
         */
        Span atLeast(Span other) {
            boolean moved = boundary.isBefore(other.boundary);
            return new Span(moved ? other.boundary : boundary, until.isBefore(other.until) ? other.until : until,
                    moved ? other.previous : previous);
        }
    }

    enum Action {
        /** Write, reconcile and commit; readers see nothing until the flip. */
        INGEST,
        /** The same for a partition before the boundary: readers see it replaced at the commit. */
        REPAIR,
        /** History holds these very files. */
        KEEP,
        /** Files that were ingested are gone or differ. History keeps what it has of them. */
        REPORT
    }

    /** @param changes how the files differ from those that history was made of */
    record Partition(LandingPartition landed, List<RawFile> files, InputChanges changes, Action action) {
        long bytes() {
            return files.stream().mapToLong(RawFile::bytes).sum();
        }
    }
}
