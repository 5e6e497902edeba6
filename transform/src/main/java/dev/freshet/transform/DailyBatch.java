package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.HeldBackException;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.landing.KeptListing;
import dev.freshet.transform.landing.Listing;
import dev.freshet.transform.publish.PublishedGroup;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.ReconcileException;
import dev.freshet.transform.publish.Span;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The batch of a dataset: what people and schedulers call. {@link #run} is the daily run, step by step in
 * {@link BatchRun}.
 */
public final class DailyBatch {
    private final Dataset dataset;

    public DailyBatch(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress) {
        this(spec, lakehouse, clock, progress, Rollback::sleep);
    }

    /** @param pause waits for the given time */
    DailyBatch(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress,
            Consumer<Duration> pause) {
        this.dataset = Dataset.of(spec, lakehouse, clock, progress, pause);
    }

    /**
     * Extends the tail, ingests every landing partition from the boundary to the last finished one, and again those
     * before it that have late files, and moves the boundary.
     *
     * @param last the last landing partition to ingest; if empty, the last one that is over in the dataset's zone
     * @param allowEmpty whether the first run may find no raw file, where storage cannot tell an empty landing root
     *        from one that does not exist
     * @param group that of the dataset in {@link Group#of}. Call this in {@link Group#during}.
     * @throws HeldBackException if another dataset of the group cannot move its boundary; this one has not moved
     * @throws ReconcileException if a partition differs between tail and history; the boundary has not moved
     * @throws ConcurrentRunException if another run changed the dataset at the same time
     * @throws LakehouseException if Trino, the catalog or the landing zone fails
     * @throws IllegalArgumentException if {@code last} is not over yet
     */
    public BatchReport run(Optional<LandingPartition> last, boolean allowEmpty, Group group) {
        try (BatchRun run = new BatchRun(dataset, last.or(() -> group.last(dataset)), allowEmpty, group)) {
            run.steps().forEach(step -> step.work().run());
            return run.report();
        }
    }

    /** The same for a dataset that is run alone. */
    public BatchReport run(Optional<LandingPartition> last, boolean allowEmpty) {
        return run(last, allowEmpty, Group.alone(dataset.spec()));
    }

    /** As {@link #run(Optional, boolean)}, and the first run must find a raw file. */
    public BatchReport run(Optional<LandingPartition> last) {
        return run(last, false);
    }

    /**
     * Every step that {@link #run(Optional)} would take now, in order: SQL statements, and the steps outside Trino as
     * comments.
     */
    public List<String> plan(Optional<LandingPartition> last) {
        dataset.requireLandingRoot();
        try (BatchRun run = new BatchRun(dataset, last, false, Group.alone(dataset.spec()))) {
            return run.steps().stream().flatMap(step -> step.text().get().stream()).toList();
        }
    }

    /**
     * Makes tail tables again that are gone. Reads every file of the tail, here and on Trino, and sets aside those that
     * cannot be read.
     *
     * @return the files that are set aside now
     * @throws LakehouseException before the first run, or if the spec's columns are not published yet
     */
    public SetAside check() {
        PublishedViews published = dataset.published();
        published.requireLive();
        Span span = published.span().orElseThrow();
        if (published.isReshaped()) {
            throw new LakehouseException("Cannot check %s: the columns of its spec have changed (run it first)"
                    .formatted(dataset.name()));
        }
        TailCheck check = dataset.tailCheck();
        published.reopened(check.toReopen(published));
        return dataset.cutOver().flip(span.without(check.of(span, true)), published).setAside();
    }

    /**
     * Ingests raw files of the tail during the day, so that live queries need not read them. The boundary does not
     * move.
     *
     * @throws ReconcileException if files differ between tail and hot table; the views have not changed
     * @throws ConcurrentRunException if another run changed the dataset at the same time
     * @throws LakehouseException if the spec has no {@code ingest}, or before the first run
     */
    public IntradayReport ingest() {
        return new IntradayIngest(dataset, Listing.each(dataset.landing(), dataset.clock())).run();
    }

    /** The same with a listing that is kept from one ingest to the next. */
    public IntradayReport ingest(KeptListing listing) {
        return listing.during(dataset.landing(), dataset.clock(), now -> new IntradayIngest(dataset, now).run());
    }

    /** How long a lock lasts that is not taken again. Clocks may differ by minutes. */
    private static final Duration LOCKED = Duration.ofMinutes(10);

    /**
     * Takes the lock of the dataset, or keeps it. Long-running processes hold it, so that only one of them works on the
     * dataset. A run without it is safe, too.
     *
     * @return the name of the other holder, if there is one
     */
    public Optional<String> lock(String name) {
        return dataset.history().lock(name, dataset.now(), LOCKED);
    }

    public void unlock(String name) {
        dataset.history().unlock(name);
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
     * Ingests a range of landing partitions, oldest first, each in one commit: those whose files history does not hold
     * as they are now, or was not made of by the spec's columns. So a second call goes on where a killed one was. Rows
     * of files that are gone stay. The boundary does not move. One that differs between tail and history is reported,
     * and the next one is ingested.
     *
     * @param from the first landing partition. Where files land by the hour, a day stands for its hours.
     * @param to the last one
     * @throws LakehouseException if Trino, the catalog or the landing zone fails, or if the spec's columns or layout
     *         are not published yet
     * @throws ConcurrentRunException if other runs keep committing
     * @throws IllegalArgumentException if a landing partition is not over yet, or {@code to} is before {@code from}
     */
    public BackfillReport backfill(LandingPartition from, LandingPartition to) {
        return new Backfill(dataset).run(from, to);
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
        return new Rollback(dataset).run();
    }

    /** What to say if the boundaries of the dataset's group differ, as one sentence. */
    public Optional<String> groupDifference() {
        return dataset.group().flatMap(PublishedGroup::difference);
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
