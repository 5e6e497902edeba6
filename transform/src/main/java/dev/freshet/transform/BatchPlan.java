package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.Span;
import java.util.List;

/**
 * What a run has to do, decided before anything is ingested.
 *
 * @param partitions landing partitions to check, oldest first
 * @param before what is published now, with the tail extended as needed; equal to {@code after} on the first run
 * @param reshape whether the columns have changed, so that the views must be replaced before ingest
 * @param after what to publish
 */
record BatchPlan(List<Partition> partitions, Span before, boolean reshape, Span after) {
    /** Statements and commits take as long as reading so many bytes. */
    private static final long OWN_COST = 32 << 20;

    /** Those of the last two landing partitions. */
    List<RawFile> newestFiles() {
        return partitions.subList(Math.max(0, partitions.size() - 2), partitions.size()).stream()
                .flatMap(partition -> partition.files().stream()).toList();
    }

    /** The same plan of a first run, whose tail leaves out the files that cannot be read. */
    BatchPlan readable(TailCheck check) {
        Span readable = check.readable(after);
        return new BatchPlan(partitions, readable, reshape, readable);
    }

    enum Action {
        /** Write, reconcile and commit; readers see no change until the flip. */
        INGEST,
        /** The same for a partition before the boundary: readers see the change at the commit. */
        REPAIR,
        /** History was already made from exactly these files. */
        UNCHANGED,
        /** Ingested files are gone or differ. History keeps their rows. */
        REPORT
    }

    /** @param changes how the files differ from those that history was made from */
    record Partition(LandingPartition landed, List<RawFile> files, InputChanges changes, Action action) {
        IngestUnit unit() {
            return new IngestUnit(landed);
        }

        long bytes() {
            return files.stream().mapToLong(RawFile::bytes).sum();
        }

        /** About how long it takes to ingest, in bytes that are read meanwhile; 0 if nothing is ingested. */
        long cost() {
            return action == Action.INGEST || action == Action.REPAIR ? OWN_COST + bytes() : 0;
        }
    }
}
