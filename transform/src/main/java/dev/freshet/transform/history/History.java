package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Kept;
import dev.freshet.transform.engine.PartitionWriter;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.types.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dataset's history and its quarantine. A landing partition is only replaced as a whole: it is written, staged out of
 * readers' sight, and committed together with the ledger of its raw files.
 */
public final class History implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(History.class);
    /** How long dropped rows can be restored. */
    private static final Duration RESTORABLE = Duration.ofDays(30);

    private final DatasetSpec spec;
    private final Table rows;
    private final Table rejects;
    private final BatchProgress progress;
    private Ledger ledger;
    private Long rowsBase;
    private Long rejectsBase;
    private Lease lease;

    private History(DatasetSpec spec, Table rows, Table rejects, BatchProgress progress) {
        this.spec = spec;
        this.rows = rows;
        this.rejects = rejects;
        this.progress = progress;
        this.ledger = Ledger.of(rows);
        this.rowsBase = current(rows);
        this.rejectsBase = current(rejects);
    }

    /**
     * Opens history. Creates it on the first run, and changes its columns to match the spec.
     *
     * @throws LakehouseException if the spec has changed in a way that could lose values, or the catalog fails
     */
    public static History open(DatasetSpec spec, Names names, Catalog catalog, BatchProgress progress) {
        return IcebergFailure.translated(() -> opened(spec, names, catalog, progress));
    }

    private static History opened(DatasetSpec spec, Names names, Catalog catalog, BatchProgress progress) {
        progress.at(Step.PREPARE, Step.PREPARE.label(), 0, 0);
        Schema schema = IcebergTypes.schema(spec);
        Table rows = table(catalog, TableIdentifier.of(names.hiddenSchema(), names.historyTable()), schema,
                IcebergTypes.partitioning(spec, schema), IcebergTypes.order(spec, schema));
        progress.at(Step.PREPARE, Step.PREPARE.label(), 0, 0);
        Schema rejectsSchema = IcebergTypes.rejectsSchema(spec.landing().cadence());
        Table rejects = table(catalog, TableIdentifier.of(names.hiddenSchema(), names.historyRejectsTable()),
                rejectsSchema, PartitionSpec.builderFor(rejectsSchema).identity(IcebergTypes.LANDED_ON).build(),
                SortOrder.unsorted());
        requireFiles(rows);
        Evolution evolution = Evolution.of(spec, rows);
        if (!evolution.isEmpty()) {
            progress.at(Step.EVOLVE, Step.EVOLVE.label(), 0, 0);
            evolution.apply(rows);
        }
        return new History(spec, rows, rejects, progress);
    }

    private static void requireFiles(Table table) {
        if (table.schema().findField(IcebergTypes.FILE) == null) {
            throw new LakehouseException(
                    "Cannot read %s: an older Freshet made it, which did not keep which file a row came from (drop the dataset's views and tables, and run again)"
                            .formatted(table.name()));
        }
    }

    /** Reads the ledger without creating anything. */
    public static Ledger ledger(DatasetSpec spec, Names names, Catalog catalog) {
        TableIdentifier name = TableIdentifier.of(names.hiddenSchema(), names.historyTable());
        return IcebergFailure
                .translated(() -> catalog.tableExists(name) ? Ledger.of(catalog.loadTable(name)) : Ledger.EMPTY);
    }

    /** The landing partitions whose data files are missing. Creates nothing. */
    public static List<LandingPartition> damaged(DatasetSpec spec, Names names, Catalog catalog) {
        return IcebergFailure.translated(() -> tables(names, catalog).stream()
                .flatMap(table -> MissingFiles.of(table, spec.landing().cadence()).stream()).distinct().sorted()
                .toList());
    }

    /** The landing partitions whose data files are missing. */
    public List<LandingPartition> damaged() {
        return IcebergFailure.translated(() -> tables().stream()
                .flatMap(table -> MissingFiles.of(table, spec.landing().cadence()).stream()).distinct().sorted()
                .toList());
    }

    /** Those of the two tables that exist. */
    private static List<Table> tables(Names names, Catalog catalog) {
        return Stream.of(names.historyTable(), names.historyRejectsTable())
                .map(table -> TableIdentifier.of(names.hiddenSchema(), table)).filter(catalog::tableExists)
                .map(catalog::loadTable).toList();
    }

    /**
     * Lists files of both tables and of the ledger that are older than the retention, and ends leases that are too old.
     *
     * @param now the current time by the caller's clock
     */
    public static List<Orphans> orphans(Names names, Catalog catalog, Instant now, Duration retention) {
        return IcebergFailure.translated(() -> tables(names, catalog).stream()
                .map(table -> Orphans.list(table, now, retention)).toList());
    }

    /**
     * Deletes the listed files that are unreferenced.
     *
     * @return start of the oldest run in progress, if any; no files of the tables that it writes to were deleted
     */
    public static Optional<Instant> delete(List<Orphans> orphans) {
        return IcebergFailure.translated(() -> orphans.stream().flatMap(files -> files.delete().stream())
                .min(Instant::compareTo));
    }

    /** Holds a lease while Trino writes data files. If that fails, the lease stays, as Trino may still be writing. */
    public static void leased(Names names, Catalog catalog, Instant now, Runnable work) {
        List<Table> tables = tables(names, catalog);
        Lease lease = IcebergFailure.translated(() -> Lease.take(tables, now));
        work.run();
        lease.release(tables);
    }

    /** The columns of history for a spec, including {@code landed_on}. */
    public static Types.StructType columns(DatasetSpec spec) {
        return IcebergTypes.schema(spec).asStruct();
    }

    /** The changes that {@link #open} would make to history's columns, as SQL; empty before the first run. */
    public static List<String> evolution(DatasetSpec spec, Names names, Catalog catalog) {
        TableIdentifier name = TableIdentifier.of(names.hiddenSchema(), names.historyTable());
        return catalog.tableExists(name) ? Evolution.of(spec, catalog.loadTable(name)).lines(names.history())
                : List.of();
    }

    private static Table table(Catalog catalog, TableIdentifier name, Schema schema, PartitionSpec partitioning,
            SortOrder order) {
        if (catalog.tableExists(name)) {
            return catalog.loadTable(name);
        }
        try {
            return catalog.buildTable(name, schema).withPartitionSpec(partitioning).withSortOrder(order)
                    .withProperties(Map.of(TableProperties.FORMAT_VERSION, "2", TableProperties.PARQUET_COMPRESSION,
                            "zstd", TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
                            TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20",
                            TableProperties.METADATA_COMPRESSION, "gzip")) // lists all snapshots on each commit
                    .create();
        } catch (AlreadyExistsException e) { // another first run was faster
            return catalog.loadTable(name);
        }
    }

    /** The ledger as of opening, or of the last commit since. */
    public Ledger ledger() {
        return ledger;
    }

    /** How the current files differ from those that a landing partition of history was made from. */
    public InputChanges changes(LandingPartition partition, List<RawFile> files) {
        return ledger.changes(partition, files);
    }

    /** The inputs of history that have the paths of these files. */
    public List<Inputs.Input> inputsOf(LandingPartition partition, List<RawFile> files) {
        return files.isEmpty() ? List.of() : ledger.inputs(partition).orElse(Inputs.NONE).of(files);
    }

    /** Keeps housekeeping from deleting files that are written from now on, until this is closed. */
    public void takeLease(Instant now) {
        if (lease == null) {
            lease = IcebergFailure.translated(() -> Lease.take(tables(), now));
        }
    }

    @Override
    public void close() {
        if (lease != null) {
            try {
                lease.release(tables());
            } catch (RuntimeException e) { // does not fail the run: housekeeping ends an old lease
                log.warn("Cannot give back the lease on {}: {}", rows.name(), e.getMessage());
            }
            lease = null;
        }
    }

    private List<Table> tables() {
        return List.of(rejects, rows);
    }

    /** The current rows and rejects of these files of a landing partition. */
    public Kept keep(LandingPartition partition, List<Inputs.Input> files) {
        Set<Inputs.Input> kept = Set.copyOf(files);
        return new Kept(rowsBase, rejectsBase, files, ledger.inputs(partition).orElse(Inputs.NONE).files().stream()
                .filter(file -> !kept.contains(file)).toList());
    }

    /**
     * The rows and rejects that were last dropped from a landing partition.
     *
     * @throws LakehouseException if nothing was dropped, or too long ago
     */
    public Kept dropped(LandingPartition partition) {
        SnapshotRef rowsTag = rows.refs().get(droppedTag(partition));
        SnapshotRef rejectsTag = rejects.refs().get(droppedTag(partition));
        Optional<Inputs> dropped = ledger.dropped(partition);
        if (rowsTag == null || rejectsTag == null || dropped.isEmpty()) {
            throw new LakehouseException(
                    "Cannot restore landing day %s of %s: no rows were dropped, or longer ago than %d days".formatted(
                            partition, spec.name(), RESTORABLE.toDays()));
        }
        return new Kept(rowsTag.snapshotId(), rejectsTag.snapshotId(), dropped.get().files(), List.of());
    }

    private static String droppedTag(LandingPartition partition) {
        return "freshet-dropped-" + partition;
    }

    /** Writes a landing partition as Parquet: its raw files, and what history keeps of others. Commits nothing. */
    public Written write(LandingPartition partition, LandingZone landing, List<RawFile> files, List<Kept> kept) {
        return new PartitionWriter(spec, partition, rows, rejects).write(landing, files, kept, progress);
    }

    /**
     * Stages the written files in snapshots that no reader sees.
     *
     * @throws dev.freshet.transform.connect.ConcurrentRunException if another run has committed since history was
     *         opened
     */
    public Staged stage(Written written) {
        LandingPartition partition = written.landed();
        progress.at(Step.STAGE, Step.STAGE.label() + " " + partition, 0, 0);
        StagedReplace stagedRejects = IcebergFailure
                .translated(() -> StagedReplace.stage(rejects, partition, written.rejects(), rejectsBase, lease));
        progress.at(Step.STAGE, Step.STAGE.label() + " " + partition, 0, 0);
        StagedReplace stagedRows = IcebergFailure
                .translated(() -> StagedReplace.stage(rows, partition, written.rows(), rowsBase, lease));
        return new Staged(written, stagedRows, stagedRejects);
    }

    /** Stages the same files on top of housekeeping's commits. They must be reconciled again. */
    public void restage(Staged staged) {
        for (StagedReplace replace : List.of(staged.rejects(), staged.rows())) {
            progress.at(Step.STAGE, Step.STAGE.label() + " " + staged.landed(), 0, 0);
            IcebergFailure.translated(() -> {
                replace.stage();
                return null;
            });
        }
    }

    /**
     * Makes the staged snapshots current. Commits the quarantine first: only one of two concurrent runs succeeds, and
     * readers never see rows without their rejects.
     *
     * @param dropped inputs that history loses and that can be restored for a while, if any
     * @return false if housekeeping has committed meanwhile; then call {@link #restage}
     * @throws dev.freshet.transform.connect.ConcurrentRunException if another run has committed meanwhile
     */
    public boolean commit(Staged staged, Optional<Inputs> dropped) {
        return IcebergFailure.translated(() -> committed(staged, dropped));
    }

    private boolean committed(Staged staged, Optional<Inputs> dropped) {
        LandingPartition partition = staged.landed();
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + partition, 0, 0);
        Ledger next = ledger.with(partition, staged.written().inputs(), dropped, spec);
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + partition, 0, 0);
        if (!staged.rejects().publish(Map.of(), tags(partition, dropped, rejectsBase))) {
            return false;
        }
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + partition, 0, 0);
        if (!staged.rows().publish(Map.of(Ledger.PROPERTY, next.location()), tags(partition, dropped, rowsBase))) {
            return false;
        }
        ledger = next;
        rowsBase = current(rows);
        rejectsBase = current(rejects);
        return true;
    }

    /** Tags the snapshot that still has the dropped rows, so that they can be restored. */
    private static Map<String, SnapshotRef> tags(LandingPartition partition, Optional<Inputs> dropped, Long base) {
        return dropped.isEmpty() || base == null ? Map.of()
                : Map.of(droppedTag(partition),
                        SnapshotRef.tagBuilder(base).maxRefAgeMs(RESTORABLE.toMillis()).build());
    }

    private static Long current(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        return snapshot == null ? null : Long.valueOf(snapshot.snapshotId());
    }
}
