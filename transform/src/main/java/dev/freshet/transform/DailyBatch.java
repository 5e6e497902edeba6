package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.publish.Span;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.Lakehouse;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.ReconcileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The daily batch: extends the tail, ingests landed days into history and moves the boundary. Every step can be killed
 * and repeated, even by two processes at once. Until the flip, readers see what they saw before.
 */
public final class DailyBatch {
    private final Dataset dataset;
    private final CutOver cutOver;
    private final Consumer<Duration> pause;

    public DailyBatch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress) {
        this(spec, lakehouse, clock, progress, Rollback::sleep);
    }

    /** @param pause waits for the given time */
    DailyBatch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress, Consumer<Duration> pause) {
        this.dataset = Dataset.of(spec, lakehouse, clock, progress);
        this.cutOver = dataset.cutOver();
        this.pause = pause;
    }

    /**
     * Ingests every landing partition from the boundary to the last finished one, and again those before it that have
     * late files.
     *
     * @param last the last landing partition to ingest; if empty, the last one that is over in the dataset's zone
     * @throws ReconcileException if a partition differs between tail and history; the boundary has not moved
     * @throws ConcurrentRunException if another run changed the dataset at the same time
     * @throws LakehouseException if Trino, the catalog or the landing zone fails
     * @throws IllegalArgumentException if {@code last} is not over yet
     */
    public BatchReport run(Optional<LandingPartition> last) {
        Instant start = dataset.now();
        Optional<Instant> trinoNow = dataset.advisor().trinoNow();
        PublishedViews read = dataset.published();
        List<LandingPartition> retire = dataset.planner(Ledger.EMPTY, read, start, trinoNow).retire();
        read.schemas().forEach(sql -> dataset.trino().ensure(Step.PREPARE, sql));
        PublishedViews published = extendTail(read, start); // first, as later steps can fail
        dataset.requireLandingRoot();
        try (History history = dataset.openHistory()) {
            BatchPlan plan = dataset.planner(history.ledger(), published, start, trinoNow).plan(last);
            if (plan.reshape()) { // before ingest writes wider values
                published = cutOver.flip(plan.before(), published);
            }
            Ingest ingest = new Ingest(dataset, history, published, trinoNow.orElse(start));
            Map<LandingPartition, BatchReport.Partition> partitions = new TreeMap<>();
            plan.partitions().forEach(partition -> partitions.put(partition.landed(), ingest.asPlanned(partition)));
            ingestWhatCameSince(plan, ingest, partitions, Planner::ahead);
            PublishedViews flipped = cutOver.flip(plan.after(), published);
            if (flipped != read) { // files that only the tail showed would be invisible until the next run
                ingestWhatCameSince(plan, ingest, partitions, Planner::behind);
            }
            return new BatchReport(read.live().map(Publication::boundary), plan.after().boundary(),
                    List.copyOf(partitions.values()), flipped != read, new Retirement(dataset).drop(retire),
                    warnings(start, trinoNow, flipped, plan), Duration.between(start, dataset.now()));
        }
    }

    /** Extends the tail by the spec's look-ahead, so that every day stays visible while batches fail. */
    private PublishedViews extendTail(PublishedViews published, Instant at) {
        if (published.live().isEmpty()) {
            return published;
        }
        Span span = dataset.planner(Ledger.EMPTY, published, at, Optional.empty()).tail();
        return published.isReshaped(span) ? cutOver.extend(span, published) : cutOver.flip(span, published);
    }

    private interface Look {
        BatchPlan.Partition at(Planner planner, LandingPartition partition, List<RawFile> files);
    }

    /** Lists again the partitions that the flip moves past, and ingests files that have landed since. */
    private void ingestWhatCameSince(BatchPlan plan, Ingest ingest,
            Map<LandingPartition, BatchReport.Partition> partitions, Look look) {
        Planner planner = dataset.planner(ingest.history().ledger(), ingest.published(), dataset.now(),
                Optional.empty());
        for (BatchPlan.Partition planned : plan.partitions()) {
            if (planned.action() == Action.INGEST
                    || !plan.before().boundary().servesFromHistory(planned.landed())) {
                BatchPlan.Partition now = look.at(planner, planned.landed(), dataset.landing().list(planned.landed()));
                if (now.action() == Action.INGEST || now.action() == Action.REPAIR) {
                    partitions.put(now.landed(), ingest.asPlanned(now));
                }
            }
        }
    }

    private List<String> warnings(Instant at, Optional<Instant> trinoNow, PublishedViews published, BatchPlan plan) {
        Advisor advisor = dataset.advisor();
        LandingPartition current = LandingPartition.at(at, dataset.spec().zone(), dataset.spec().landing().cadence());
        List<RawFile> today = published.live().filter(live -> !live.boundary().servesFromHistory(current))
                .map(live -> dataset.landing().list(current)).orElse(List.of());
        List<RawFile> newest = new ArrayList<>(today);
        plan.partitions().stream().skip(Math.max(0, plan.partitions().size() - 2))
                .forEach(partition -> newest.addAll(partition.files()));
        List<String> warnings = new ArrayList<>(advisor.clock(at, trinoNow, published.live(), newest));
        warnings.addAll(advisor.tail(at, published.live()));
        warnings.addAll(advisor.visibility(current, today));
        return warnings;
    }

    /** What {@link #repair} does. */
    public enum Repair {
        /** Ingests late files, and days whose Parquet files are missing. */
        LATE,
        /** Ingests all present files again, including replaced ones, by the current spec. */
        FORCE,
        /** As {@link #FORCE}, and drops the rows of files that are gone. */
        DROP_GONE,
        /** Restores the rows that were dropped last. */
        RESTORE
    }

    /**
     * Ingests landing partitions before the boundary again where needed. The boundary does not move.
     *
     * @param only the only landing partition to repair; all of them if empty
     */
    public BatchReport repair(Optional<LandingPartition> only, Repair repair) {
        return new Repairs(dataset).run(only, repair);
    }

    /**
     * Restores the boundary before the last cut-over, in all views. History keeps its rows; the next run cuts over
     * again.
     *
     * @return the boundary that is published now
     * @throws LakehouseException if there is no previous boundary, or raw files that the tail would need are gone
     * @throws ConcurrentRunException if a run replaces the views between the announcement and the rollback
     */
    public Boundary rollBack() {
        return new Rollback(dataset, pause).run();
    }

    /**
     * Every step that {@link #run} would take now, in order: SQL statements, and the steps outside Trino as comments.
     */
    public List<String> plan(Optional<LandingPartition> last) {
        PublishedViews published = dataset.published();
        dataset.requireLandingRoot();
        Instant now = dataset.now();
        Planner planner = dataset.planner(dataset.ledger(), published, now, dataset.advisor().trinoNow());
        return new PlanText(dataset, published).steps(planner.plan(last), planner.retire(), now);
    }

    /**
     * The dataset's status: what is published, what the tail spans, which files came late. Changes nothing.
     *
     * @param all whether to check every landing partition, not only those that a run would check
     */
    public DatasetStatus status(boolean all) {
        return new Status(dataset).read(all);
    }

    /** The dataset's status, from the landing partitions that a run would check. */
    public DatasetStatus status() {
        return status(false);
    }
}
