package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.transform.raw.RawFile;
import java.util.List;

/**
 * What a run has to do, decided before anything is changed.
 *
 * @param partitions landing partitions to look at, oldest first
 * @param boundary the boundary to publish
 * @param tail landing partitions that the tail spans from then on
 * @param retire landing partitions whose tail tables no query can need any more
 */
record BatchPlan(List<Partition> partitions, Boundary boundary, List<LandingPartition> tail,
        List<LandingPartition> retire) {
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

        /** The same, taken in as it lies there also if files are gone or differ. */
        Partition followed() {
            return action == Action.REPORT ? new Partition(landed, files, Action.REPAIR) : this;
        }
    }
}
