package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.transform.BatchProgress;
import dev.freshet.transform.LakehouseException;
import dev.freshet.transform.Step;
import dev.freshet.transform.raw.LandingZone;
import dev.freshet.transform.raw.RawFile;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.types.Types;

/**
 * A dataset's history and its quarantine. A landing partition is only ever replaced as a whole: written, staged where
 * no reader sees it, and committed in one step together with the ledger of its raw files.
 */
public final class History {
    private final DatasetSpec spec;
    private final Table rows;
    private final Table rejects;
    private final BatchProgress progress;
    private Ledger ledger;
    private Long rowsBase;
    private Long rejectsBase;

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
     * Opens history, creating it on the first run and changing its columns as the spec has changed since.
     *
     * @throws LakehouseException if the spec has changed in a way that could lose values, or the catalog fails
     */
    public static History open(DatasetSpec spec, Names names, Catalog catalog, BatchProgress progress) {
        return IcebergFailure.told(() -> opened(spec, names, catalog, progress));
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
        Evolution evolution = Evolution.of(spec, rows);
        if (!evolution.isEmpty()) {
            progress.at(Step.EVOLVE, Step.EVOLVE.label(), 0, 0);
            evolution.apply(rows);
        }
        return new History(spec, rows, rejects, progress);
    }

    /** What history holds, without creating anything. */
    public static Ledger ledger(DatasetSpec spec, Names names, Catalog catalog) {
        TableIdentifier name = TableIdentifier.of(names.hiddenSchema(), names.historyTable());
        return IcebergFailure
                .told(() -> catalog.tableExists(name) ? Ledger.of(catalog.loadTable(name)) : Ledger.EMPTY);
    }

    /** The columns that history has for the spec, {@code landed_on} among them. */
    public static Types.StructType columns(DatasetSpec spec) {
        return IcebergTypes.schema(spec).asStruct();
    }

    /**
     * The statements that stand for what {@link #open} would change in history's columns; none before the first run.
     */
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
                            TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20"))
                    .create();
        } catch (AlreadyExistsException e) { // another first run was quicker
            return catalog.loadTable(name);
        }
    }

    /** Which raw files history was made of when it was opened, or by the last commit since. */
    public Ledger ledger() {
        return ledger;
    }

    /** Writes a landing partition's raw files as Parquet. Nothing is committed. */
    public Written write(LandingPartition partition, LandingZone landing, List<RawFile> files) {
        return new PartitionWriter(spec, partition, rows, rejects).write(landing, files, progress);
    }

    /**
     * Puts what was written into snapshots that no reader sees.
     *
     * @throws dev.freshet.transform.ConcurrentRunException if another run has committed since history was opened
     */
    public Staged stage(Written written) {
        LandingPartition partition = written.landed();
        progress.at(Step.STAGE, Step.STAGE.label() + " " + partition, 0, 0);
        StagedReplace stagedRejects = IcebergFailure
                .told(() -> StagedReplace.stage(rejects, partition, written.rejects(), rejectsBase));
        progress.at(Step.STAGE, Step.STAGE.label() + " " + partition, 0, 0);
        StagedReplace stagedRows = IcebergFailure
                .told(() -> StagedReplace.stage(rows, partition, written.rows(), rowsBase));
        return new Staged(partition, written.inputs(), stagedRows, stagedRejects);
    }

    /**
     * Makes what was staged the current state. The quarantine goes first: of two runs only one gets past it, and a
     * reader of history never sees rows whose rejects are missing.
     *
     * @throws dev.freshet.transform.ConcurrentRunException if another run has committed meanwhile
     */
    public void commit(Staged staged) {
        ledger = IcebergFailure.told(() -> committed(staged));
        rowsBase = current(rows);
        rejectsBase = current(rejects);
    }

    private Ledger committed(Staged staged) {
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + staged.landed(), 0, 0);
        Ledger next = ledger.with(staged.landed(), staged.inputs(), spec);
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + staged.landed(), 0, 0);
        staged.rejects().publish(Map.of());
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + staged.landed(), 0, 0);
        staged.rows().publish(Map.of(Ledger.PROPERTY, next.location()));
        return next;
    }

    private static Long current(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        return snapshot == null ? null : Long.valueOf(snapshot.snapshotId());
    }
}
