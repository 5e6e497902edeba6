package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.Merge.Gone;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.history.History;
import dev.freshet.transform.publish.PublishedViews;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ingests landing partitions before the boundary again. The boundary does not move. */
record Repairs(Dataset dataset) {
    /** @param only the only landing partition to repair; all of them if empty */
    BatchReport run(Optional<LandingPartition> only, Repair repair) {
        Instant start = dataset.now();
        PublishedViews published = dataset.published();
        Boundary boundary = published.requireLive().boundary();
        if (published.isReshaped()) { // a wider value would fail each query of the old views
            throw new LakehouseException("Cannot repair %s: the columns of its spec have changed (run it first)"
                    .formatted(dataset.name()));
        }
        dataset.requireLandingRoot();
        try (History history = dataset.history().open(dataset.progress())) {
            Ingest ingest = new Ingest(dataset, history, published, dataset.advisor().trinoNow().orElse(start));
            Planner planner = dataset.planner(history.ledger(), published, start, Optional.empty());
            dataset.progress().at(Step.LIST, Step.LIST.label(), 0, 0);
            List<BatchPlan.Partition> planned = only.map(partition -> one(planner, partition, boundary))
                    .orElseGet(() -> planner.everyRepair(boundary));
            List<LandingPartition> damaged = history.damaged();
            List<BatchReport.Partition> partitions = planned.stream().map(partition -> repaired(partition, repair,
                    damaged.contains(partition.landed()), ingest)).toList();
            return new BatchReport(Optional.of(boundary), boundary, partitions, false, List.of(),
                    dataset.advisor().tail(start, published.live()), published.setAside(), List.of(),
                    dataset.progress().take(), Duration.between(start, dataset.now()));
        }
    }

    private List<BatchPlan.Partition> one(Planner planner, LandingPartition partition, Boundary boundary) {
        return boundary.servesFromHistory(partition)
                ? List.of(planner.behind(partition, dataset.landing().list(partition)))
                : List.of();
    }

    private BatchReport.Partition repaired(BatchPlan.Partition partition, Repair repair, boolean damaged,
            Ingest ingest) {
        requireRawFiles(partition, repair, damaged, ingest.history());
        return switch (repair) {
            case LATE -> damaged ? ingest.partition(partition, Gone.KEEP) : ingest.asPlanned(partition);
            case FORCE -> ingest.partition(partition, Gone.KEEP_BUT_REPLACED);
            case DROP_GONE -> ingest.partition(partition, Gone.DROP);
            case RESTORE -> ingest.partition(partition, Gone.RESTORE);
        };
    }

    /** History would lose the rows of raw files that were deleted, or there is nothing that could be read again. */
    private void requireRawFiles(BatchPlan.Partition partition, Repair repair, boolean damaged, History history) {
        boolean again = repair == Repair.FORCE || repair == Repair.DROP_GONE;
        if (!damaged && !again) {
            return;
        }
        InputChanges changes = history.changes(partition.landed(), partition.files());
        int missing = changes.deleted().size() + changes.gone().size();
        if (damaged && missing > 0) {
            throw new LakehouseException(
                    "Cannot repair landing day %s of %s: Parquet files of history are missing, and so are %d of its raw files (put those back, and repair it with --force)"
                            .formatted(partition.landed(), dataset.name(), missing));
        }
        if (again && partition.files().isEmpty() && changes.gone().isEmpty() && !changes.deleted().isEmpty()) {
            throw new LakehouseException(
                    "Cannot repair landing day %s of %s: housekeeping has deleted its %d raw files, so there is nothing to read again (history keeps their rows)"
                            .formatted(partition.landed(), dataset.name(), changes.deleted().size()));
        }
    }
}
