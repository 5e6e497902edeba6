package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.Publication;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
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

    public Maintenance(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress) {
        this.spec = spec;
        this.lakehouse = lakehouse;
        this.names = lakehouse.names(spec);
        this.trino = new TrinoSession(lakehouse.trino(), progress);
        this.clock = clock;
    }

    /**
     * What there was and is.
     *
     * @param retired tail tables that were dropped
     */
    public record Report(Held before, Held after, List<String> retired, Duration elapsed) {}

    /**
     * Both Iceberg tables together, the ledger, and the views.
     *
     * @param dataFiles files that the current snapshots refer to
     * @param ledgerFiles files of the ledger, the current one and earlier ones
     * @param viewFiles metadata files of the views and their kept copies, the current ones and earlier ones
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
        PublishedViews published = PublishedViews.read(spec, names, trino);
        Publication live = published.requireLive();
        Ledger ledger = History.ledger(spec, names, lakehouse.catalog());
        Held before = held(ledger);
        LandingPartition boundary = live.boundary().first();
        for (String table : List.of(names.history(), names.historyRejects())) {
            compact(table, boundary);
            removeOld(table, retention);
        }
        ledger.removeOld(start.minus(retention));
        ViewFiles viewFiles = viewFiles();
        views().forEach(view -> viewFiles.removeOld(view, start.minus(retention)));
        List<LandingPartition> retire = new Planner(spec, ledger, published, start).retire();
        retire.forEach(partition -> trino.ensure(Step.RETIRE, published.tail(partition).drop()));
        return new Report(before, held(ledger), retire.stream().map(names::tailTable).toList(),
                Duration.between(start, clock.instant()));
    }

    private void compact(String table, LandingPartition boundary) {
        maintain("ALTER TABLE %s EXECUTE optimize(file_size_threshold => '%s') WHERE landed_on < %s".formatted(table,
                SMALL, boundary.literal()));
    }

    private void removeOld(String table, Duration retention) {
        String age = retention.toSeconds() + "s";
        for (String procedure : List.of("expire_snapshots", "remove_orphan_files")) {
            // What Trino itself allows by default is longer than some need; the caller has said how long.
            maintain("SET SESSION %s.%s_min_retention = '%s'".formatted(Names.quoted(names.catalog()), procedure, age));
            maintain("ALTER TABLE %s EXECUTE %s(retention_threshold => '%s')".formatted(table, procedure, age));
        }
    }

    private void maintain(String sql) {
        trino.execute(Step.MAINTAIN, () -> sql);
    }

    private ViewFiles viewFiles() {
        TableIdentifier history = TableIdentifier.of(names.hiddenSchema(), names.historyTable());
        return new ViewFiles(lakehouse.catalog(), lakehouse.catalog().loadTable(history).io());
    }

    private List<TableIdentifier> views() {
        return names.views().stream().flatMap(view -> Stream.of(TableIdentifier.of(names.schema(), view),
                TableIdentifier.of(names.hiddenSchema(), names.keptName(view)))).toList();
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
