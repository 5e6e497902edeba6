package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.Publication;
import dev.freshet.core.sql.View;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Inputs;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.history.Staged;
import dev.freshet.transform.history.Written;
import dev.freshet.transform.raw.LandingZone;
import dev.freshet.transform.raw.RawFile;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.exceptions.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daily batch: takes landed days into history and moves the boundary. Every step can be killed and run again, by
 * one process or by two at once; until the flip, readers see what they saw before.
 */
public final class DailyBatch {
    private static final Logger log = LoggerFactory.getLogger(DailyBatch.class);
    /** How often a partition is read anew when its files change while it is read. */
    private static final int ATTEMPTS = 3;

    private final DatasetSpec spec;
    private final Lakehouse lakehouse;
    private final Names names;
    private final TrinoSession trino;
    private final LandingZone landing;
    private final Clock clock;
    private final BatchProgress progress;
    private final Consumer<Duration> pause;

    public DailyBatch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress) {
        this(spec, lakehouse, clock, progress, DailyBatch::sleep);
    }

    /** @param pause lets time pass */
    DailyBatch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress, Consumer<Duration> pause) {
        this.spec = spec;
        this.lakehouse = lakehouse;
        this.names = lakehouse.names(spec);
        this.trino = new TrinoSession(lakehouse.trino(), progress);
        this.landing = new LandingZone(spec.landing(), lakehouse.landing());
        this.clock = clock;
        this.progress = progress;
        this.pause = pause;
    }

    /**
     * Takes in every landing partition from the boundary to the last that is over, and again those before it where
     * files came late.
     *
     * @param last take in up to this landing partition; the last that is over, in the dataset's zone, if empty
     * @throws ReconcileException if a partition differs between tail and history; the boundary has not moved
     * @throws ConcurrentRunException if another run changed the dataset meanwhile
     * @throws LakehouseException if Trino, the catalog or the landing zone fails
     * @throws IllegalArgumentException if {@code last} is not over yet
     */
    public BatchReport run(Optional<LandingPartition> last) {
        Instant start = clock.instant();
        PublishedViews published = PublishedViews.read(spec, names, trino);
        published.schemas().forEach(sql -> trino.ensure(Step.PREPARE, sql));
        History history = History.open(spec, names, lakehouse.catalog(), progress);
        BatchPlan plan = new Planner(spec, history.ledger(), published, start).plan(list(), last);
        if (plan.reshape()) { // before wider values can come in
            flip(plan.before(), published);
            published = PublishedViews.read(spec, names, trino);
        }

        Map<LandingPartition, BatchReport.Partition> partitions = new TreeMap<>();
        for (BatchPlan.Partition partition : plan.partitions()) {
            partitions.put(partition.landed(), look(partition, history, published));
        }
        takeInWhatCameSince(plan, history, published, partitions);
        boolean flipped = flip(plan.after(), published) | plan.reshape();
        if (flipped) { // a file that the tail showed until now must not be out of sight until the next run
            takeInWhatCameSince(plan, history, published, partitions);
        }
        for (LandingPartition partition : plan.retire()) {
            trino.ensure(Step.RETIRE, published.tail(partition).drop());
        }
        return new BatchReport(published.live().map(Publication::boundary), plan.after().boundary(),
                List.copyOf(partitions.values()), flipped,
                plan.retire().stream().map(names::tailTable).toList(), Duration.between(start, clock.instant()));
    }

    /**
     * Takes in again the landing partitions before the boundary where files came late, and moves nothing.
     *
     * @param only this landing partition alone, if it is given
     * @param anew whether to take in the partition as it lies there now, also where files are gone or differ, or none
     *        has changed but the spec
     */
    public BatchReport repair(Optional<LandingPartition> only, boolean anew) {
        Instant start = clock.instant();
        PublishedViews published = PublishedViews.read(spec, names, trino);
        Boundary boundary = published.requireLive().boundary();
        History history = History.open(spec, names, lakehouse.catalog(), progress);
        List<BatchReport.Partition> partitions = new ArrayList<>();
        new Planner(spec, history.ledger(), published, start).repairs(list(), boundary.first(), only)
                .forEach(partition -> partitions.add(look(anew ? partition.anew() : partition, history,
                        published)));
        return new BatchReport(Optional.of(boundary), boundary, partitions, false, List.of(),
                Duration.between(start, clock.instant()));
    }

    /**
     * Goes back to the views as they were before the last flip, one statement each. History keeps what it has; the next
     * run cuts over again.
     *
     * @return the boundary that is published now
     * @throws LakehouseException if there is nothing to go back to
     * @throws ConcurrentRunException if a run replaces the views between the announcement and the rollback
     */
    public Boundary rollBack() {
        PublishedViews published = PublishedViews.read(spec, names, trino);
        published.requireLive();
        Map<String, String> kept = published.kept();
        if (kept.isEmpty()) {
            throw new LakehouseException("Cannot roll back %s: there has been one flip only".formatted(spec.name()));
        }
        announce(published, kept);
        kept.forEach((view, text) -> trino.ensure(Step.FLIP, View.copy(text, view)));
        return PublishedViews.read(spec, names, trino).requireLive().boundary();
    }

    /**
     * Says in the live view's comment which boundary comes back, and lets the time pass for which readers may remember
     * another. Only then is nobody sent to a T-1 view that holds less than he was promised.
     */
    private void announce(PublishedViews published, Map<String, String> kept) {
        Optional<Boundary> to = Optional.ofNullable(kept.get(names.liveView())).flatMap(Boundary::inViewText);
        if (to.isEmpty() || !to.get().isBefore(published.requireLive().boundary())) {
            return;
        }
        trino.ensure(Step.FLIP, published.rollingBack(to.get()));
        pause.accept(Publication.REMEMBERED.plusSeconds(1));
        if (!PublishedViews.read(spec, names, trino).requireLive().rollingBackTo().equals(to)) {
            throw new ConcurrentRunException(spec.name(), "replaced the views");
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakehouseException("Cannot roll back: it was interrupted. Nothing has changed; run it again", e);
        }
    }

    /**
     * Every step that {@link #run} would take now, in order: SQL statements, and the steps outside Trino as comments.
     */
    public List<String> plan(Optional<LandingPartition> last) {
        PublishedViews published = PublishedViews.read(spec, names, trino);
        Ledger ledger = History.ledger(spec, names, lakehouse.catalog());
        Instant now = clock.instant();
        return new PlanText(spec, names, published, History.evolution(spec, names, lakehouse.catalog()))
                .steps(new Planner(spec, ledger, published, now).plan(list(), last), now);
    }

    /** Where the dataset stands: what is published, what the tail spans, what came late. Changes nothing. */
    public DatasetStatus status() {
        NavigableMap<LandingPartition, List<RawFile>> landed = list();
        Optional<Publication> live = PublishedViews.read(spec, names, trino).live();
        if (live.isEmpty()) {
            return new DatasetStatus(spec.name(), live, Optional.empty(), 0, rawPartitions(landed), List.of(),
                    List.of());
        }
        Boundary boundary = live.get().boundary();
        Ledger ledger = History.ledger(spec, names, lakehouse.catalog());
        List<DatasetStatus.RawPartition> late = new ArrayList<>();
        List<DatasetStatus.RawPartition> changed = new ArrayList<>();
        landed.headMap(boundary.first()).forEach((partition, files) -> {
            if (!ledger.holds(partition, files)) {
                Optional<Inputs> inputs = ledger.inputs(partition);
                List<RawFile> gone = inputs.map(i -> i.goneFrom(files)).orElse(List.of());
                List<RawFile> unseen = inputs.map(i -> i.notIn(files)).orElse(files);
                (gone.isEmpty() ? late : changed)
                        .add(DatasetStatus.RawPartition.of(partition, gone.isEmpty() ? unseen : gone));
            }
        });
        long rows = trino.query("SELECT count(*) FROM " + names.t1View(), row -> row.getLong(1)).get(0);
        return new DatasetStatus(spec.name(), live, Optional.of(boundary.historyDataAsOf(spec.zone())), rows,
                rawPartitions(landed.tailMap(boundary.first(), true)), late, changed);
    }

    private BatchReport.Partition look(BatchPlan.Partition partition, History history, PublishedViews published) {
        return switch (partition.action()) {
            case TAKE_IN, REPAIR -> takeIn(partition, history, published);
            case KEEP -> untouched(partition, Outcome.UNCHANGED, history.ledger());
            case REPORT -> untouched(partition, Outcome.INPUTS_CHANGED, history.ledger());
        };
    }

    /** Looks again at the partitions that the flip moves past, and follows the files that came since. */
    private void takeInWhatCameSince(BatchPlan plan, History history, PublishedViews published,
            Map<LandingPartition, BatchReport.Partition> partitions) {
        for (BatchPlan.Partition planned : plan.partitions()) {
            LandingPartition partition = planned.landed();
            if (planned.action() != Action.TAKE_IN && plan.before().boundary().servesFromHistory(partition)) {
                continue;
            }
            List<RawFile> files = landing.list(partition);
            if (!history.ledger().holds(partition, files, spec)
                    && history.ledger().inputs(partition).filter(i -> !i.goneFrom(files).isEmpty()).isEmpty()) {
                partitions.put(partition, takeIn(new BatchPlan.Partition(partition, files, Action.REPAIR), history,
                        published));
            }
        }
    }

    private static BatchReport.Partition untouched(BatchPlan.Partition partition, Outcome outcome, Ledger ledger) {
        Optional<Inputs> inputs = ledger.inputs(partition.landed());
        return new BatchReport.Partition(partition.landed(), outcome, partition.files().size(), partition.bytes(),
                inputs.map(Inputs::rows).orElse(0L), inputs.map(Inputs::rejects).orElse(0L), Duration.ZERO);
    }

    /** Write, stage, reconcile, commit. */
    private BatchReport.Partition takeIn(BatchPlan.Partition planned, History history, PublishedViews published) {
        Instant start = clock.instant();
        boolean known = history.ledger().inputs(planned.landed()).isPresent();
        published.open(planned.landed());
        Staged staged = reconciled(planned, history);
        history.commit(staged);
        Inputs inputs = staged.inputs();
        return new BatchReport.Partition(planned.landed(), known ? Outcome.REPLACED : Outcome.TAKEN_IN,
                inputs.files().size(), inputs.bytes(), inputs.rows(), inputs.rejects(),
                Duration.between(start, clock.instant()));
    }

    /** The partition as it lies there, staged and equal to the tail. If its files change meanwhile, it is read anew. */
    private Staged reconciled(BatchPlan.Partition planned, History history) {
        LandingPartition partition = planned.landed();
        List<RawFile> files = planned.files();
        for (int attempt = 1;; attempt++) {
            RuntimeException problem;
            try {
                return reconciled(partition, files, history);
            } catch (ReconcileException | LakehouseException | UncheckedIOException | NotFoundException e) {
                problem = e;
            }
            List<RawFile> now = landing.list(partition);
            if (now.equals(files)) {
                throw problem;
            }
            if (attempt == ATTEMPTS) {
                throw differs(partition, "files keep landing in it");
            }
            if (planned.action() == Action.REPAIR && isLess(now, planned, history)) {
                throw differs(partition, "files that history was made of are gone or differ now");
            }
            log.info("files of {} changed while it was taken in; taking it in anew", partition);
            files = now;
        }
    }

    /** Whether more of what went into history is gone than was when the run began. */
    private static boolean isLess(List<RawFile> now, BatchPlan.Partition planned, History history) {
        return history.ledger().inputs(planned.landed()).filter(
                inputs -> inputs.goneFrom(now).size() > inputs.goneFrom(planned.files()).size()).isPresent();
    }

    private Staged reconciled(LandingPartition partition, List<RawFile> files, History history) {
        Written written = history.write(partition, landing, files);
        if (!landing.list(partition).equals(files)) {
            throw differs(partition, "its files changed while they were read");
        }
        Staged staged = history.stage(written);
        progress.at(Step.RECONCILE, Step.RECONCILE.label() + " " + partition, 0, 0);
        new Reconciler(spec, names, trino).difference(staged).ifPresent(difference -> {
            throw differs(partition, difference);
        });
        return staged;
    }

    private ReconcileException differs(LandingPartition partition, String how) {
        return new ReconcileException(
                "Cannot cut over %s: landing day %s differs: %s".formatted(spec.name(), partition, how));
    }

    private boolean flip(BatchPlan.Span span, PublishedViews published) {
        List<View> flip = published.outdated(span, clock.instant());
        if (flip.isEmpty()) {
            return false;
        }
        span.tail().forEach(published::open);
        published.requireUnchanged();
        published.keep(flip).forEach(sql -> trino.ensure(Step.KEEP, sql));
        flip.forEach(published::flip);
        return true;
    }

    private static List<DatasetStatus.RawPartition> rawPartitions(
            NavigableMap<LandingPartition, List<RawFile>> landed) {
        return landed.entrySet().stream().map(e -> DatasetStatus.RawPartition.of(e.getKey(), e.getValue())).toList();
    }

    private NavigableMap<LandingPartition, List<RawFile>> list() {
        progress.at(Step.LIST, Step.LIST.label(), 0, 0);
        try {
            return landing.list();
        } catch (NotFoundException e) {
            throw new LakehouseException(
                    "Cannot find the landing root of %s: %s".formatted(spec.name(), e.getMessage()), e);
        }
    }
}
