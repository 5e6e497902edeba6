package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two Iceberg tables of a dataset, as far as they exist: history and its quarantine, or the hot table and its own. Only
 * {@link #open} creates them.
 *
 * @param shown the table with the rows as Trino names it
 * @param shownRejects the table with the rejects as Trino names it
 */
public record HistoryTables(DatasetSpec spec, Catalog catalog, String shown, String shownRejects,
        TableIdentifier rows, TableIdentifier rejects) {
    /** How much later than its time was computed a statement of Trino may begin. */
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(HistoryTables.class);

    public HistoryTables(DatasetSpec spec, Names names, Catalog catalog) {
        this(spec, catalog, names.history(), names.historyRejects(),
                TableIdentifier.of(names.hiddenSchema(), names.historyTable()),
                TableIdentifier.of(names.hiddenSchema(), names.historyRejectsTable()));
    }

    /** The hot table and its quarantine. */
    static HistoryTables hot(DatasetSpec spec, Names names, Catalog catalog) {
        return new HistoryTables(spec, catalog, names.hot(), names.hotRejects(),
                TableIdentifier.of(names.hiddenSchema(), names.hotTable()),
                TableIdentifier.of(names.hiddenSchema(), names.hotRejectsTable()));
    }

    /**
     * Opens both tables. Creates them on the first run, and changes history's columns and layout to match the spec.
     *
     * @throws LakehouseException if the spec has changed in a way that could lose values, or the catalog fails
     */
    public History open(BatchProgress progress) {
        return IcebergFailure.translated(() -> opened(progress));
    }

    private History opened(BatchProgress progress) {
        progress.at(Step.PREPARE, Step.PREPARE.label(), 0, 0);
        Schema schema = IcebergTypes.schema(spec);
        Table table = table(rows, FileLayout.of(spec, schema));
        progress.at(Step.PREPARE, Step.PREPARE.label(), 0, 0);
        Schema rejectsSchema = IcebergTypes.rejectsSchema(spec.landing().cadence());
        Table quarantine = table(rejects, new FileLayout(
                PartitionSpec.builderFor(rejectsSchema).identity(IcebergTypes.LANDED_ON).build(),
                SortOrder.unsorted(), new TreeSet<>()));
        requireFiles(table);
        Evolution evolution = Evolution.of(spec, table);
        if (!evolution.isEmpty()) {
            evolution.lines(shown)
                    .forEach(line -> log.info("{}: {}", spec.name(), line.replaceFirst("^-- ", "")));
            progress.at(Step.EVOLVE, Step.EVOLVE.label(), 0, 0);
            evolution.apply(table);
        }
        return new History(spec, table, quarantine, progress, false);
    }

    private Table table(TableIdentifier name, FileLayout layout) {
        if (catalog.tableExists(name)) {
            return catalog.loadTable(name);
        }
        try {
            return catalog.buildTable(name, layout.partitions().schema()).withPartitionSpec(layout.partitions())
                    .withSortOrder(layout.order()).withProperties(layout.properties())
                    .withProperties(Map.of(TableProperties.FORMAT_VERSION, "2", TableProperties.PARQUET_COMPRESSION,
                            "zstd", TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
                            TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20",
                            TableProperties.METADATA_COMPRESSION, "gzip")) // lists all snapshots on each commit
                    .create();
        } catch (AlreadyExistsException e) { // another first run was faster
            return catalog.loadTable(name);
        }
    }

    private static void requireFiles(Table table) {
        if (table.schema().findField(IcebergTypes.FILE) == null) {
            throw new LakehouseException(
                    "Cannot read %s: an older version of Freshet created it without the raw file of each row (drop the dataset's views and tables, and run again)"
                            .formatted(table.name()));
        }
    }

    /** The ledger; empty before the first run. */
    public Ledger ledger() {
        return IcebergFailure.translated(() -> catalog.tableExists(rows)
                ? Ledger.of(catalog.loadTable(rows))
                : Ledger.EMPTY);
    }

    public TableSize size() {
        return IcebergFailure.translated(() -> catalog.tableExists(rows)
                ? TableSize.of(catalog.loadTable(rows))
                : TableSize.NONE);
    }

    /** Files that the current snapshots of both tables refer to. */
    public long dataFiles() {
        return IcebergFailure.translated(() -> existing().stream().mapToLong(table -> TableSize.of(table).files())
                .sum());
    }

    /** Snapshots of both tables. */
    public long snapshots() {
        return IcebergFailure.translated(() -> existing().stream().mapToLong(OldSnapshots::count).sum());
    }

    /** The landing partitions whose data files are missing. */
    public List<LandingPartition> damaged() {
        return IcebergFailure.translated(() -> MissingFiles.of(existing(), spec.landing().cadence()));
    }

    /**
     * Lists files of both tables and of the ledger that are older than the retention, and ends leases that are too old,
     * with what they keep.
     *
     * @param now the current time by the caller's clock
     */
    public List<Orphans> orphans(Instant now, Duration retention) {
        return IcebergFailure.translated(() -> {
            List<Orphans> orphans = existing().stream().map(table -> Orphans.list(table, now, retention)).toList();
            dropLeft(rows);
            dropLeft(rejects);
            return orphans;
        });
    }

    /**
     * The age up to which snapshots of one of the tables are kept, so that each is there for the retention after it was
     * replaced, when queries may still read it. A snapshot can be far older than that if nothing was committed for
     * long.
     *
     * @param trinoName one of {@link #trinoNames}
     */
    public Duration keep(String trinoName, Instant now, Duration retention) {
        return IcebergFailure.translated(() -> {
            Table table = catalog.loadTable(trinoName.equals(shown) ? rows : rejects);
            long then = now.minus(retention).toEpochMilli();
            return table.history().stream().filter(entry -> entry.timestampMillis() <= then)
                    .reduce((earlier, later) -> later).map(current -> table.snapshot(current.snapshotId()))
                    .map(current -> Duration.between(Instant.ofEpochMilli(current.timestampMillis()), now).plus(LATER))
                    .filter(age -> age.compareTo(retention) > 0).orElse(retention);
        });
    }

    /** Drops the tables that killed runs let Trino write to. No other table has their files, which are orphans. */
    private void dropLeft(TableIdentifier target) {
        List<TableIdentifier> all = catalog.listTables(target.namespace());
        if (all.contains(target)) {
            Table table = catalog.loadTable(target); // after the list: a run takes its lease first
            all.stream().filter(each -> Lease.isLeft(each.name(), target.name(), table))
                    .forEach(each -> catalog.dropTable(each, false));
        }
    }

    /**
     * Holds a lease while Trino writes data files and commits them. If it is unknown how that ended, the lease stays,
     * as Trino may still be writing.
     */
    public void leased(Instant now, Runnable work) {
        List<Table> tables = existing();
        Lease lease = IcebergFailure.translated(() -> Lease.takeForTrino(tables, now));
        try {
            work.run();
        } catch (LakehouseException e) {
            if (TrinoSession.isAnswer(e)) {
                lease.release(tables);
            }
            throw e;
        }
        lease.release(tables);
    }

    /**
     * Ends the leases of all runs: those in progress stop without having changed anything, and what killed ones have
     * left is given up.
     */
    public void endRuns() {
        IcebergFailure.translated(() -> {
            existing().forEach(Lease::endRuns);
            return null;
        });
    }

    /**
     * Forgets every snapshot but the current one, and deletes every file that it does not need. Then nothing that was
     * dropped can be restored, and queries that read another snapshot fail.
     *
     * @param read the snapshots that views read; empty if that is the current one
     * @return how many snapshots are gone
     * @throws ConcurrentRunException if Trino may be writing, or a run has begun, so that files could not be deleted
     */
    public long forget(Set<Long> read) {
        return IcebergFailure.translated(() -> {
            long forgotten = 0;
            List<Orphans> orphans = new ArrayList<>();
            for (Table table : existing()) {
                long before = OldSnapshots.count(table);
                Lease.endRuns(table);
                if (read.isEmpty()) {
                    OldSnapshots.rewriteManifests(table, StagedReplace.ERASURE);
                }
                OldSnapshots.forget(table, read);
                forgotten += before - OldSnapshots.count(table);
                orphans.add(Orphans.listAll(table));
            }
            dropLeft(rows);
            dropLeft(rejects);
            Orphans.delete(orphans).ifPresent(since -> {
                throw ConcurrentRunException.busy(spec.name(), "which has a lease since " + since);
            });
            return forgotten;
        });
    }

    /**
     * Takes the lock of the dataset, or keeps it for longer. Before the first run, it does nothing.
     *
     * @return the name of the other holder, if there is one
     */
    public Optional<String> lock(String name, Instant now, Duration time) {
        return IcebergFailure.translated(() -> catalog.tableExists(rows)
                ? Lock.take(catalog.loadTable(rows), name, now, time)
                : Optional.empty());
    }

    public void unlock(String name) {
        IcebergFailure.translated(() -> {
            if (catalog.tableExists(rows)) {
                Lock.release(catalog.loadTable(rows), name);
            }
            return null;
        });
    }

    /** The changes that a run would make to history, for people; empty before the first run. */
    public List<String> evolution() {
        return IcebergFailure.translated(() -> catalog.tableExists(rows)
                ? Evolution.of(spec, catalog.loadTable(rows)).lines(shown)
                : List.of());
    }

    /** The names of both tables in Trino, qualified and quoted. */
    public Stream<String> trinoNames() {
        return Stream.of(shown, shownRejects);
    }

    private List<Table> existing() {
        return Stream.of(rows, rejects).filter(catalog::tableExists).map(catalog::loadTable).toList();
    }
}
