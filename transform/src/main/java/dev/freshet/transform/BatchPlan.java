package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.transform.raw.RawFile;
import java.util.List;

/**
 * What a run has to do, decided before anything is changed.
 *
 * @param partitions landing partitions to look at, oldest first
 * @param before what is published now, with the tail as the spec wants it; as {@code after} before the first run
 * @param reshape whether the views' columns have changed, so that they are replaced before anything is taken in
 * @param after what to publish
 * @param retire landing partitions whose tail tables no query can need any more
 */
record BatchPlan(List<Partition> partitions, Span before, boolean reshape, Span after,
        List<LandingPartition> retire) {
    /** What history and tail serve: all before the boundary, and each of these landing partitions. */
    record Span(Boundary boundary, List<LandingPartition> tail) {}

    enum Action {
        /** Write, reconcile and commit; readers see nothing until the flip. */
        TAKE_IN,
        /** The same for a partition before the boundary: readers see it replaced at the commit. */
        REPAIR,
        /** History holds these very files. */
        KEEP,
        /** Files that were taken in are gone or differ. They are reported, not followed. */
        REPORT
    }

    record Partition(LandingPartition landed, List<RawFile> files, Action action) {
        long bytes() {
            return files.stream().mapToLong(RawFile::bytes).sum();
        }

        /** The same, taken in as it lies there now whatever history holds. */
        Partition anew() {
            return new Partition(landed, files, Action.REPAIR);
        }
    }
}
