package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.Publication;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.history.Orphans;
import dev.freshet.transform.raw.LandingZone;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Housekeeping: joins small files, forgets old snapshots, and removes what nothing refers to any more. It never touches
 * what a view, a query within the retention, or a rollback needs, and can run beside a batch: of two that commit at
 * once, the batch goes on and housekeeping fails and is run again.
 */
public final class Maintenance {
    /** Smaller files are joined. */
    private static final String SMALL = "64MB";

    private final DatasetSpec spec;
    private final Lakehouse lakehouse;
    private final Names names;
    private final TrinoSession trino;
    private final Clock clock;
    private final BatchProgress progress;

    public Maintenance(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress) {
        this.spec = spec;
        this.lakehouse = lakehouse;
        this.names = lakehouse.names(spec);
        this.trino = new TrinoSession(lakehouse.trino(), progress);
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * What there was and is.
     *
     * @param retired tail tables that were dropped
     * @param runSince since when a run is at work, if one is. What it may need is kept: files that nothing refers to
     *        are left to the next housekeeping.
     */
    public record Report(Held before, Held after, List<String> retired, Optional<Instant> runSince,
            Duration elapsed) {}

    /**
     * Both Iceberg tables together, the ledger, and the views.
     *
     * @param dataFiles files that the current snapshots refer to
     * @param ledgerFiles files of the ledger, the current one and earlier ones
     * @param viewFiles metadata files of the views, the current ones and earlier ones
     */
    public record Held(long dataFiles, long snapshots, long ledgerFiles, long viewFiles) {}

    /**
     * @param retention snapshots and files that nothing refers to are kept for as long
     * @throws IllegalArgumentException if that is shorter than {@code tail.retire_after}, the time given to queries
     * @throws LakehouseException if Trino or the catalog fails, or there is nothing yet
     */
    public Report run(Duration retention) {
        if (retention.compareTo(spec.tail().retireAfter()) < 0) {
            throw new IllegalArgumentException(
                    "Invalid retention: %s (it must be no shorter than tail.retire_after of %s, which is %s)".formatted(
                            retention, spec.name(), spec.tail().retireAfter()));
        }
        Instant start = clock.instant();
        Instant now = new Advisor(spec, names, trino).trinoNow().orElse(start); // as leases go by it
        PublishedViews published = PublishedViews.read(spec, names, trino);
        Publication live = published.requireLive();
        Ledger ledger = History.ledger(spec, names, lakehouse.catalog());
        Held before = held(ledger);
        LandingPartition boundary = live.boundary().first();
        progress.at(Step.MAINTAIN, "looking for files that nothing refers to", 0, 0);
        List<Orphans> orphans = History.orphans(names, lakehouse.catalog(), now, retention);
        List<String> tables = List.of(names.history(), names.historyRejects());
        History.leased(names, lakehouse.catalog(), now, () -> tables.forEach(table -> compact(table, boundary)));
        tables.forEach(table -> expire(table, retention));
        progress.at(Step.MAINTAIN, "deleting files that nothing refers to", 0, 0);
        Optional<Instant> runSince = History.delete(orphans);
        ViewFiles viewFiles = viewFiles();
        views().forEach(view -> viewFiles.removeOld(view, start.minus(retention)));
        Planner planner = new Planner(spec, new LandingZone(spec.landing(), lakehouse.landing()), ledger, published,
                start, start);
        return new Report(before, held(History.ledger(spec, names, lakehouse.catalog())),
                new Retirement(spec, names, trino).drop(planner.retire()), runSince,
                Duration.between(start, clock.instant()));
    }

    private void compact(String table, LandingPartition boundary) {
        maintain("ALTER TABLE %s EXECUTE optimize(file_size_threshold => '%s') WHERE landed_on < %s".formatted(table,
                SMALL, boundary.literal()));
    }

    /** Branches keep what runs have staged; how long all else is kept the caller has said. */
    private void expire(String table, Duration retention) {
        String age = retention.toSeconds() + "s";
        maintain("SET SESSION %s.expire_snapshots_min_retention = '%s'".formatted(Names.quoted(names.catalog()), age));
        maintain("ALTER TABLE %s EXECUTE expire_snapshots(retention_threshold => '%s')".formatted(table, age));
    }

    private void maintain(String sql) {
        trino.execute(Step.MAINTAIN, () -> sql);
    }

    private ViewFiles viewFiles() {
        TableIdentifier history = TableIdentifier.of(names.hiddenSchema(), names.historyTable());
        return new ViewFiles(lakehouse.catalog(), lakehouse.catalog().loadTable(history).io());
    }

    private List<TableIdentifier> views() {
        return names.views().stream().map(view -> TableIdentifier.of(names.schema(), view)).toList();
    }

    private Held held(Ledger ledger) {
        long dataFiles = 0;
        long snapshots = 0;
        for (String table : List.of(names.historyTable(), names.historyRejectsTable())) {
            dataFiles += count(table + "$files");
            snapshots += count(table + "$snapshots");
        }
        ViewFiles viewFiles = viewFiles();
        return new Held(dataFiles, snapshots, ledger.files().size(),
                views().stream().mapToLong(view -> viewFiles.of(view).size()).sum());
    }

    private long count(String table) {
        return trino.query("SELECT count(*) FROM " + Names.qualified(names.catalog(), names.hiddenSchema(), table),
                row -> row.getLong(1)).get(0);
    }
}
