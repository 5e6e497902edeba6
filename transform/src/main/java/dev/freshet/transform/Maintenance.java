package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.history.Orphans;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.ViewFiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Housekeeping: compacts small files, expires old snapshots and removes unreferenced files. It never touches what a
 * view, a query within the retention or a rollback needs. It can run during a batch: if both commit at once, the batch
 * continues, and housekeeping fails and must be run again.
 */
public final class Maintenance {
    private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

    /** Smaller files are compacted. */
    private static final String SMALL = "64MB";
    private static final Duration RUN_LOG_RETENTION = Duration.ofDays(2);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Dataset dataset;

    public Maintenance(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress) {
        this.dataset = Dataset.of(spec, lakehouse, clock, progress, Rollback::sleep);
    }

    /**
     * What there was before and after housekeeping.
     *
     * @param retired tail tables that were dropped
     * @param runSince start of the oldest run in progress, if any. It may need unreferenced files, so they are kept
     *        until the next housekeeping.
     */
    public record Report(Held before, Held after, List<String> retired, Optional<Instant> runSince,
            Duration elapsed) {}

    /**
     * All Iceberg tables together, history's ledger, and the views.
     *
     * @param dataFiles files that the current snapshots refer to
     * @param ledgerFiles files of the current ledger and of earlier ones
     * @param viewFiles current and earlier metadata files of the views
     */
    public record Held(long dataFiles, long snapshots, long ledgerFiles, long viewFiles) {}

    /**
     * @param retention how long snapshots and unreferenced files are kept
     * @throws IllegalArgumentException if that is shorter than {@code tail.retire_after}, the time given to queries, or
     *         longer than a hundred years
     * @throws LakehouseException if Trino or the catalog fails, or nothing has been published yet
     */
    public Report run(Duration retention) {
        Duration least = dataset.spec().tail().retireAfter();
        if (retention.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "Invalid retention: %s (it must be no shorter than tail.retire_after of %s, which is %s)".formatted(
                            retention, dataset.name(), least));
        }
        if (retention.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("Invalid retention: %s (use at most %s)".formatted(retention, LONGEST));
        }
        Names names = dataset.names();
        Catalog catalog = dataset.lakehouse().catalog();
        Instant start = dataset.now();
        Instant now = dataset.advisor().trinoNow().orElse(start); // leases use Trino's clock
        PublishedViews published = dataset.published();
        Publication live = published.requireLive();
        dropUnused(published, start);
        Ledger ledger = dataset.history().ledger();
        Held before = held(ledger);
        Boundary boundary = live.boundary();
        dataset.progress().at(Step.MAINTAIN, "listing unreferenced files", 0, 0);
        List<HistoryTables> all = tables();
        List<Orphans> orphans = all.stream().flatMap(tables -> tables.orphans(now, retention).stream()).toList();
        dataset.history().leased(now, () -> List.of(names.history(), names.historyRejects())
                .forEach(table -> compact(table, boundary)));
        for (HistoryTables tables : all) {
            tables.trinoNames().forEach(table -> expire(table, at -> tables.keep(table, at, retention)));
        }
        dataset.progress().at(Step.MAINTAIN, "deleting unreferenced files", 0, 0);
        Optional<Instant> runSince = Orphans.delete(orphans);
        ViewFiles viewFiles = viewFiles();
        views().forEach(view -> viewFiles.removeOld(view, start.minus(retention)));
        Planner planner = dataset.planner(ledger, published, start, Optional.empty());
        List<String> retired = new Retirement(dataset).drop(planner.retire());
        maintainRunLog();
        return new Report(before, held(dataset.history().ledger()), retired, runSince,
                Duration.between(start, dataset.now()));
    }

    /** History, and the hot table if there is one, each with its quarantine. */
    private List<HistoryTables> tables() {
        return Stream.concat(Stream.of(dataset.history()), dataset.hot().existing().stream()).toList();
    }

    /**
     * Drops the ingested view and the hot table once the spec has no intraday ingest any more, and no query reads it.
     */
    private void dropUnused(PublishedViews published, Instant now) {
        if (dataset.spec().ingest().isEmpty() && dataset.hot().existing().isPresent() && !published.readsHot()
                && !now.isBefore(published.requireLive().publishedAt().plus(dataset.spec().tail().retireAfter()))) {
            maintain("DROP VIEW IF EXISTS " + dataset.names().ingestedView());
            dataset.progress().at(Step.MAINTAIN, "dropping the hot table", 0, 0);
            dataset.hot().drop();
        }
    }

    private void compact(String table, Boundary boundary) {
        maintain("ALTER TABLE %s EXECUTE optimize(file_size_threshold => '%s') WHERE %s".formatted(table,
                SMALL, boundary.historyPredicate()));
    }

    /**
     * Branches protect what runs have staged; everything else expires.
     *
     * @param keep the greatest age of a snapshot that is kept; given the time by Trino's clock
     */
    private void expire(String table, Function<Instant, Duration> keep) {
        maintain("SET SESSION %s.expire_snapshots_min_retention = '0s'"
                .formatted(Names.quoted(dataset.names().catalog())));
        dataset.trino().execute(Step.MAINTAIN,
                () -> "ALTER TABLE %s EXECUTE expire_snapshots(retention_threshold => '%ds')".formatted(table,
                        keep.apply(dataset.advisor().trinoNow().orElseGet(dataset::now)).toSeconds()));
    }

    /** Joins its files, and forgets how it was two days ago. */
    private void maintainRunLog() {
        Names names = dataset.names();
        if (dataset.lakehouse().catalog().tableExists(TableIdentifier.of(names.hiddenSchema(), Names.RUN_LOG))) {
            synchronized (Maintenance.class) { // all datasets of the schema share it, and only one can join its files
                join(names.runLog());
                expire(names.runLog(), at -> RUN_LOG_RETENTION);
            }
        }
    }

    private void join(String runLog) {
        try {
            maintain("ALTER TABLE %s EXECUTE optimize(file_size_threshold => '%s')".formatted(runLog, SMALL));
        } catch (LakehouseException e) {
            if (!TrinoSession.isConflict(e)) {
                throw e;
            }
            log.debug("Another process joins the files of {} just now", runLog, e);
        }
    }

    private void maintain(String sql) {
        dataset.trino().execute(Step.MAINTAIN, () -> sql);
    }

    private ViewFiles viewFiles() {
        Catalog catalog = dataset.lakehouse().catalog();
        Names names = dataset.names();
        return new ViewFiles(catalog,
                catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), names.historyTable())).io());
    }

    private List<TableIdentifier> views() {
        return dataset.spec().views().stream().map(view -> TableIdentifier.of(dataset.spec().schema(), view)).toList();
    }

    private Held held(Ledger ledger) {
        ViewFiles viewFiles = viewFiles();
        return new Held(tables().stream().mapToLong(HistoryTables::dataFiles).sum(),
                tables().stream().mapToLong(HistoryTables::snapshots).sum(), ledger.files().size(),
                views().stream().mapToLong(view -> viewFiles.of(view).size()).sum());
    }
}
