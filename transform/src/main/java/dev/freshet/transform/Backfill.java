package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.history.History;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.ReconcileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Ingests a range of landing partitions, one commit each. It can take days while daily runs go on, so it reads the
 * views and history again before each partition. The boundary does not move.
 */
record Backfill(Dataset dataset) {
    /** Maximum number of times a partition is begun if other runs commit meanwhile. */
    private static final int ATTEMPTS = 5;

    /** A landing partition that has to be ingested. Its files are listed again when it is its turn. */
    private record Open(LandingPartition landed, long cost) {}

    BackfillReport run(LandingPartition from, LandingPartition to) {
        Instant start = dataset.now();
        dataset.requireLandingRoot();
        PublishedViews published = published();
        Planner planner = dataset.planner(dataset.history().ledger(), published, start,
                dataset.advisor().trinoNow());
        List<Open> open = new ArrayList<>();
        int unchanged = 0;
        for (LandingPartition landed : planner.range(from, to)) {
            BatchPlan.Partition planned = planner.ahead(landed, dataset.landing().list(landed));
            if (planned.files().isEmpty()) {
                continue;
            }
            if (planned.action() == Action.INGEST) {
                open.add(new Open(landed, planned.cost()));
            } else {
                unchanged++;
            }
        }
        published.schemas().forEach(sql -> dataset.trino().ensure(Step.PREPARE, sql));
        List<BatchReport.Partition> done = new ArrayList<>();
        SortedMap<LandingPartition, String> differ = new TreeMap<>();
        new Pace(dataset).each(open, Open::cost, each -> {
            try {
                done.add(ingested(each.landed()));
            } catch (ReconcileException e) { // of this partition; the others can be ingested
                differ.put(each.landed(), e.getMessage());
            }
        });
        List<BatchReport.Partition> ingested = done.stream()
                .filter(each -> each.outcome() == Outcome.INGESTED || each.outcome() == Outcome.REPLACED).toList();
        return new BackfillReport(dataset.published().live().map(Publication::boundary), ingested,
                unchanged + done.size() - ingested.size(), differ, Duration.between(start, dataset.now()));
    }

    private PublishedViews published() {
        PublishedViews published = dataset.published();
        if (published.isMoved() || published.isReshaped()) {
            throw new LakehouseException("Cannot backfill %s: its spec has changed (run it first)"
                    .formatted(dataset.name()));
        }
        return published;
    }

    private BatchReport.Partition ingested(LandingPartition landed) {
        for (int attempt = 1;; attempt++) {
            try {
                return ingestedOnce(landed);
            } catch (ConcurrentRunException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private BatchReport.Partition ingestedOnce(LandingPartition landed) {
        PublishedViews published = published();
        try (History history = dataset.history().open(dataset.progress())) {
            Optional<Instant> trinoNow = dataset.advisor().trinoNow();
            Planner planner = dataset.planner(history.ledger(), published, dataset.now(), trinoNow);
            BatchReport.Partition ingested = new Ingest(dataset, history, published, trinoNow.orElse(planner.at()))
                    .asPlanned(planner.ahead(landed, dataset.landing().list(landed)));
            new Retirement(dataset).drop(planner.retire());
            return ingested;
        }
    }
}
