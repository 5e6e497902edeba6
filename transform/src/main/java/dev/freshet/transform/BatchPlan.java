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
 * @param partitions landing partitions to check, oldest first
 * @param before what is published now, with the tail extended as needed; equal to {@code after} on the first run
 * @param reshape whether the columns have changed, so that the views must be replaced before ingest
 * @param after what to publish
 */
record BatchPlan(List<Partition> partitions, Span before, boolean reshape, Span after) {
    /**
     * What history and tail serve: history before the boundary, the tail from there on.
     *
     * @param until the first landing partition that the tail does not serve
     * @param previous the boundary that a rollback restores
     */
    record Span(Boundary boundary, LandingPartition until, Optional<Boundary> previous) {
        List<LandingPartition> tail() {
            return boundary.first().until(until).toList();
        }

        /** The later boundary and the longer tail of the two: neither ever moves back. */
        Span atLeast(Span other) {
            boolean moved = boundary.isBefore(other.boundary);
            return new Span(moved ? other.boundary : boundary, until.isBefore(other.until) ? other.until : until,
                    moved ? other.previous : previous);
        }
    }

    enum Action {
        /** Write, reconcile and commit; readers see no change until the flip. */
        INGEST,
        /** The same for a partition before the boundary: readers see the change at the commit. */
        REPAIR,
        /** History already holds exactly these files. */
        KEEP,
        /** Ingested files are gone or differ. History keeps their rows. */
        REPORT
    }

    /** @param changes how the files differ from those that history was made from */
    record Partition(LandingPartition landed, List<RawFile> files, InputChanges changes, Action action) {
        long bytes() {
            return files.stream().mapToLong(RawFile::bytes).sum();
        }
    }
}
