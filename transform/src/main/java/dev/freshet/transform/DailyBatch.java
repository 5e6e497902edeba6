package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.Publication;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Inputs;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.raw.LandingZone;
import dev.freshet.transform.raw.RawFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daily batch: takes landed days into history and moves the boundary. Every step can be killed and run again; until
 * the flip, readers see what they saw before.
 */
public final class DailyBatch {
    private static final Logger log = LoggerFactory.getLogger(DailyBatch.class);
    /** How often a day is taken in anew when files keep landing in it while it is read. */
    private static final int ATTEMPTS = 3;

    private final DatasetSpec spec;
    private final Lakehouse lakehouse;
    private final Names names;
    private final TrinoSession trino;
    private final LandingZone landing;
    private final Clock clock;
    private final BatchProgress progress;

    public DailyBatch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress) {
        this.spec = spec;
        this.lakehouse = lakehouse;
        this.names = lakehouse.names(spec);
        this.trino = new TrinoSession(lakehouse.trino());
        this.landing = new LandingZone(spec.landing(), lakehouse.landing());
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Takes in every landing day from the boundary to yesterday, and again those before it where files came late.
     *
     * @param last take in up to this day; yesterday in the dataset's zone if empty
     * @throws ReconcileException if a day differs between tail and history; the boundary has not moved
     * @throws LakehouseException if Trino, the catalog or the landing zone fails
     * @throws IllegalArgumentException if {@code last} is not over yet
     */
    public BatchReport run(Optional<LocalDate> last) {
        Instant start = clock.instant();
        NavigableMap<LocalDate, List<RawFile>> landed = list();
        PublishedViews published = PublishedViews.read(spec, names, trino);
        published.openSchemas();
        History history = History.open(spec, names, lakehouse.catalog());
        BatchPlan plan = new Planner(spec, history, published, start).plan(landed, last);

        List<BatchReport.Day> days = new ArrayList<>();
        for (BatchPlan.Day day : plan.days()) {
            days.add(switch (day.action()) {
                case TAKE_IN, REPAIR -> takeIn(day, history, published);
                case KEEP -> untouched(day, Outcome.UNCHANGED, history);
                case REPORT -> untouched(day, Outcome.INPUTS_CHANGED, history);
            });
        }
        if (plan.flip()) {
            plan.tailDays().forEach(published::open);
            published.flip(plan.boundary(), plan.tailDays(), clock.instant()).forEach(trino::execute);
        }
        plan.retire().forEach(day -> trino.execute(published.tail(day).drop()));
        return new BatchReport(published.live().map(Publication::boundary), plan.boundary(), days, plan.flip(),
                plan.retire().stream().map(names::tailTable).toList(), Duration.between(start, clock.instant()));
    }

    /**
     * Every step that {@link #run} would take now, in order: SQL statements, and the steps outside Trino as comments.
     */
    public List<String> plan(Optional<LocalDate> last) {
        NavigableMap<LocalDate, List<RawFile>> landed = list();
        PublishedViews published = PublishedViews.read(spec, names, trino);
        Ledger ledger = History.ledger(spec, names, lakehouse.catalog());
        Instant now = clock.instant();
        return new PlanText(spec, names, published)
                .steps(new Planner(spec, ledger, published, now).plan(landed, last), now);
    }

    /** Where the dataset stands: what is published, what the tail spans, what came late. Changes nothing. */
    public DatasetStatus status() {
        NavigableMap<LocalDate, List<RawFile>> landed = list();
        Optional<Publication> live = PublishedViews.read(spec, names, trino).live();
        if (live.isEmpty()) {
            return new DatasetStatus(spec.name(), live, Optional.empty(), 0, rawDays(landed), List.of());
        }
        Boundary boundary = live.get().boundary();
        Ledger ledger = History.ledger(spec, names, lakehouse.catalog());
        List<DatasetStatus.RawDay> late = new ArrayList<>();
        landed.headMap(boundary.day()).forEach((day, files) -> {
            if (!ledger.holds(day, files)) {
                late.add(DatasetStatus.RawDay.of(day, ledger.inputs(day).map(i -> i.notIn(files)).orElse(files)));
            }
        });
        long rows = trino.query("SELECT count(*) FROM " + names.t1View(), row -> row.getLong(1)).get(0);
        return new DatasetStatus(spec.name(), live, Optional.of(boundary.historyDataAsOf(spec.zone())), rows,
                rawDays(landed.tailMap(boundary.day(), true)), late);
    }

    private static List<DatasetStatus.RawDay> rawDays(NavigableMap<LocalDate, List<RawFile>> landed) {
        return landed.entrySet().stream().map(e -> DatasetStatus.RawDay.of(e.getKey(), e.getValue())).toList();
    }

    private static BatchReport.Day untouched(BatchPlan.Day day, Outcome outcome, Ledger history) {
        Optional<Inputs> inputs = history.inputs(day.day());
        return new BatchReport.Day(day.day(), outcome, day.files().size(), day.bytes(),
                inputs.map(Inputs::rows).orElse(0L), inputs.map(Inputs::rejects).orElse(0L), Duration.ZERO);
    }

    /** Write, commit, reconcile. A day into which a file lands meanwhile is taken in anew. */
    private BatchReport.Day takeIn(BatchPlan.Day planned, History history, PublishedViews published) {
        LocalDate day = planned.day();
        Instant start = clock.instant();
        boolean known = history.inputs(day).isPresent();
        List<RawFile> files = planned.files();
        published.open(day);
        for (int attempt = 1;; attempt++) {
            Inputs inputs = history.replace(day, landing, files,
                    done -> progress.at("taking in " + day, done, planned.bytes()));
            Optional<String> difference = new Reconciler(spec, names, trino).difference(day);
            if (difference.isEmpty()) {
                return new BatchReport.Day(day, known ? Outcome.REPLACED : Outcome.TAKEN_IN, files.size(),
                        planned.bytes(), inputs.rows(), inputs.rejects(), Duration.between(start, clock.instant()));
            }
            List<RawFile> now = list().getOrDefault(day, List.of());
            if (now.equals(files) || attempt == ATTEMPTS) {
                throw new ReconcileException("Cannot cut over %s: landing day %s differs: %s".formatted(spec.name(),
                        day, difference.get()));
            }
            log.info("files landed in {} while it was taken in; taking it in anew", day);
            files = now;
        }
    }

    private NavigableMap<LocalDate, List<RawFile>> list() {
        try {
            return landing.list();
        } catch (NotFoundException e) {
            throw new LakehouseException(
                    "Cannot find the landing root of %s: %s".formatted(spec.name(), e.getMessage()), e);
        }
    }
}
