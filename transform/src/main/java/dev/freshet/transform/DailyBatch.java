package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.Publication;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.BatchPlan.Span;
import dev.freshet.transform.Ingest.Gone;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.raw.LandingZone;
import dev.freshet.transform.raw.RawFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * The daily batch: extends the tail, takes landed days into history and moves the boundary. Every step can be killed
 * and run again, by one process or by two at once; until the flip, readers see what they saw before.
 */
public final class DailyBatch {
    private final DatasetSpec spec;
    private final Lakehouse lakehouse;
    private final Names names;
    private final TrinoSession trino;
    private final LandingZone landing;
    private final Advisor advisor;
    private final CutOver cutOver;
    private final Clock clock;
    private final BatchProgress progress;
    private final Consumer<Duration> pause;

    public DailyBatch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress) {
        this(spec, lakehouse, clock, progress, Rollback::sleep);
    }

    /** @param pause lets time pass */
    DailyBatch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress, Consumer<Duration> pause) {
        this.spec = spec;
        this.lakehouse = lakehouse;
        this.names = lakehouse.names(spec);
        this.trino = new TrinoSession(lakehouse.trino(), progress);
        this.landing = new LandingZone(spec.landing(), lakehouse.landing());
        this.advisor = new Advisor(spec, names, trino);
        this.cutOver = new CutOver(spec, names, trino, clock);
        this.clock = clock;
        this.progress = progress;
        this.pause = pause;
    }

    /**
     * Ingests every landing partition from the boundary to the last that is over, and again those before it where files
     * came late.
     *
     * @param last ingest up to this landing partition; the last that is over, in the dataset's zone, if empty
     * @throws ReconcileException if a partition differs between tail and history; the boundary has not moved
     * @throws ConcurrentRunException if another run changed the dataset meanwhile
     * @throws LakehouseException if Trino, the catalog or the landing zone fails
     * @throws IllegalArgumentException if {@code last} is not over yet
     */
    public BatchReport run(Optional<LandingPartition> last) {
        Instant start = clock.instant();
        Optional<Instant> trinoNow = advisor.trinoNow();
        PublishedViews read = PublishedViews.read(spec, names, trino);
        List<LandingPartition> retire = planner(Ledger.EMPTY, read, start, trinoNow).retire();
        read.schemas().forEach(sql -> trino.ensure(Step.PREPARE, sql));
        PublishedViews published = extendTail(read, start); // whatever may stop the ingesting
        requireRoot();
        try (History history = History.open(spec, names, lakehouse.catalog(), progress)) {
            BatchPlan plan = planner(history.ledger(), published, start, trinoNow).plan(last);
            if (plan.reshape()) { // before wider values can come in
                published = cutOver.flip(plan.before(), published);
            }
            Ingest ingest = ingest(history, published, trinoNow.orElse(start));
            Map<LandingPartition, BatchReport.Partition> partitions = new TreeMap<>();
            plan.partitions().forEach(partition -> partitions.put(partition.landed(), look(partition, ingest)));
            ingestWhatCameSince(plan, ingest, partitions, Planner::ahead);
            PublishedViews flipped = cutOver.flip(plan.after(), published);
            if (flipped != read) { // a file that the tail showed until now must not be out of sight until the next run
                ingestWhatCameSince(plan, ingest, partitions, Planner::behind);
            }
            return new BatchReport(read.live().map(Publication::boundary), plan.after().boundary(),
                    List.copyOf(partitions.values()), flipped != read,
                    new Retirement(spec, names, trino).drop(retire), warnings(start, trinoNow, flipped, plan),
                    Duration.between(start, clock.instant()));
        }
    }

    private Planner planner(Ledger ledger, PublishedViews published, Instant at, Optional<Instant> trinoNow) {
        return new Planner(spec, landing, ledger, published, at, trinoNow.filter(at::isAfter).orElse(at));
    }

    private Ingest ingest(History history, PublishedViews published, Instant leasedAt) {
        return new Ingest(spec, names, landing, history, published, trino, clock, leasedAt, progress);
    }

    /** Lets the tail reach as far ahead as the spec wants it, so that no day is out of sight while batches fail. */
    private PublishedViews extendTail(PublishedViews published, Instant at) {
        if (published.live().isEmpty()) {
            return published;
        }
        Span span = planner(Ledger.EMPTY, published, at, Optional.empty()).tail();
        if (!published.isReshaped(span)) {
            return cutOver.flip(span, published);
        }
        if (span.until().equals(published.span().orElseThrow().until())) {
            return published;
        }
        span.tail().forEach(published::open);
        published.extended(span.until()).forEach(published::flip);
        return PublishedViews.read(spec, names, trino);
    }

    private BatchReport.Partition look(BatchPlan.Partition partition, Ingest ingest) {
        return switch (partition.action()) {
            case INGEST -> ingest.partition(partition, Gone.KEEP_BUT_REPLACED);
            case REPAIR -> ingest.partition(partition, Gone.KEEP);
            case KEEP, REPORT -> ingest.untouched(partition);
        };
    }

    /** Looks again at the partitions that the flip moves past, and follows the files that came since. */
    private void ingestWhatCameSince(BatchPlan plan, Ingest ingest,
            Map<LandingPartition, BatchReport.Partition> partitions, Look look) {
        Planner planner = planner(ingest.history().ledger(), ingest.published(), clock.instant(), Optional.empty());
        for (BatchPlan.Partition planned : plan.partitions()) {
            if (planned.action() == Action.INGEST
                    || !plan.before().boundary().servesFromHistory(planned.landed())) {
                BatchPlan.Partition now = look.at(planner, planned.landed(), landing.list(planned.landed()));
                if (now.action() == Action.INGEST || now.action() == Action.REPAIR) {
                    partitions.put(now.landed(), look(now, ingest));
                }
            }
        }
    }

    private interface Look {
        BatchPlan.Partition at(Planner planner, LandingPartition partition, List<RawFile> files);
    }

    private List<String> warnings(Instant at, Optional<Instant> trinoNow, PublishedViews published, BatchPlan plan) {
        LandingPartition current = LandingPartition.at(at, spec.zone(), spec.landing().cadence());
        List<RawFile> today = published.live().filter(live -> !live.boundary().servesFromHistory(current))
                .map(live -> landing.list(current)).orElse(List.of());
        List<RawFile> newest = new ArrayList<>(today);
        plan.partitions().stream().skip(Math.max(0, plan.partitions().size() - 2))
                .forEach(partition -> newest.addAll(partition.files()));
        List<String> warnings = new ArrayList<>(advisor.clock(at, trinoNow, published.live(), newest));
        warnings.addAll(advisor.tail(at, published.live()));
        warnings.addAll(advisor.visibility(current, today));
        return warnings;
    }

    /** What {@link #repair} is to do. */
    public enum Repair {
        /** Ingests files that came late, and Parquet files that are missing. */
        LATE,
        /** Reads all that lies there, also files that were replaced, or by a spec that has changed. */
        FORCE,
        /** The same, and drops the rows of files that are gone. */
        DROP_GONE,
        /** Brings back the rows that were dropped last. */
        RESTORE
    }

    /**
     * Ingests again the landing partitions before the boundary that need it, and moves nothing.
     *
     * @param only this landing partition alone, if it is given
     */
    public BatchReport repair(Optional<LandingPartition> only, Repair repair) {
        Instant start = clock.instant();
        PublishedViews published = PublishedViews.read(spec, names, trino);
        Boundary boundary = published.requireLive().boundary();
        requireRoot();
        try (History history = History.open(spec, names, lakehouse.catalog(), progress)) {
            Ingest ingest = ingest(history, published, advisor.trinoNow().orElse(start));
            Planner planner = planner(history.ledger(), published, start, Optional.empty());
            progress.at(Step.LIST, Step.LIST.label(), 0, 0);
            List<BatchPlan.Partition> planned = only
                    .map(day -> day.isBefore(boundary.first()) ? List.of(planner.behind(day, landing.list(day)))
                            : List.<BatchPlan.Partition>of())
                    .orElseGet(() -> planner.everyRepair(boundary.first()));
            List<LandingPartition> damaged = history.damaged();
            List<BatchReport.Partition> partitions = planned.stream()
                    .map(partition -> repair(partition, repair, damaged.contains(partition.landed()), ingest)).toList();
            return new BatchReport(Optional.of(boundary), boundary, partitions, false, List.of(),
                    advisor.tail(start, published.live()), Duration.between(start, clock.instant()));
        }
    }

    private BatchReport.Partition repair(BatchPlan.Partition partition, Repair repair, boolean damaged,
            Ingest ingest) {
        return switch (repair) {
            case LATE -> damaged ? ingest.partition(partition, Gone.KEEP) : look(partition, ingest);
            case FORCE -> ingest.partition(partition, Gone.KEEP_BUT_REPLACED);
            case DROP_GONE -> ingest.partition(partition, Gone.DROP);
            case RESTORE -> ingest.partition(partition, Gone.RESTORE);
        };
    }

    /**
     * Goes back to the boundary before the last cut-over, all views together. History keeps what it has; the next run
     * cuts over again.
     *
     * @return the boundary that is published now
     * @throws LakehouseException if there is nothing to go back to, or raw files are gone that the tail would need
     * @throws ConcurrentRunException if a run replaces the views between the announcement and the rollback
     */
    public Boundary rollBack() {
        return new Rollback(spec, names, ledger(), landing, trino, cutOver, clock, pause).run();
    }

    /**
     * Every step that {@link #run} would take now, in order: SQL statements, and the steps outside Trino as comments.
     */
    public List<String> plan(Optional<LandingPartition> last) {
        PublishedViews published = PublishedViews.read(spec, names, trino);
        requireRoot();
        Instant now = clock.instant();
        Planner planner = planner(ledger(), published, now, advisor.trinoNow());
        return new PlanText(spec, names, published, History.evolution(spec, names, lakehouse.catalog()))
                .steps(planner.plan(last), planner.retire(), now);
    }

    /** Where the dataset stands, as far as a run would look. Changes nothing. */
    public DatasetStatus status() {
        return status(false);
    }

    /**
     * Where the dataset stands: what is published, what the tail spans, what came late. Changes nothing.
     *
     * @param all whether to look at every landing partition, not only at those that a run would look at
     */
    public DatasetStatus status(boolean all) {
        PublishedViews published = PublishedViews.read(spec, names, trino);
        requireRoot();
        Optional<Publication> live = published.live();
        if (live.isEmpty()) {
            return DatasetStatus.unpublished(spec.name(), landing.list());
        }
        Instant at = clock.instant();
        Ledger ledger = ledger();
        Boundary boundary = live.get().boundary();
        Planner planner = planner(ledger, published, at, Optional.empty());
        List<BatchPlan.Partition> looked = all ? planner.everyRepair(boundary.first())
                : planner.plan(Optional.empty()).partitions().stream()
                        .filter(partition -> boundary.servesFromHistory(partition.landed())).toList();
        Map<LandingPartition, List<RawFile>> tail = new TreeMap<>();
        planner.tail().tail().forEach(partition -> tail.put(partition, landing.list(partition)));
        List<RawFile> newest = tail.values().stream().flatMap(List::stream).toList();
        List<String> warnings = new ArrayList<>(advisor.clock(at, advisor.trinoNow(), live, newest));
        warnings.addAll(advisor.tail(at, live));
        tail.forEach((partition, files) -> warnings.addAll(advisor.visibility(partition, files)));
        List<LandingPartition> damaged = all ? History.damaged(spec, names, lakehouse.catalog()) : List.of();
        long rows = trino.query("SELECT count(*) FROM " + names.t1View(), row -> row.getLong(1)).get(0);
        return DatasetStatus.of(spec, live.get(), rows, tail, looked, damaged, warnings);
    }

    private Ledger ledger() {
        return History.ledger(spec, names, lakehouse.catalog());
    }

    private void requireRoot() {
        progress.at(Step.LIST, Step.LIST.label(), 0, 0);
        try {
            landing.requireRoot();
        } catch (NotFoundException e) {
            throw new LakehouseException(
                    "Cannot find the landing root of %s: %s".formatted(spec.name(), e.getMessage()), e);
        }
    }
}
