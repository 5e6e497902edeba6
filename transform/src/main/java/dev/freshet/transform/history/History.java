package dev.freshet.transform.history;

import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.transform.LakehouseException;
import dev.freshet.transform.raw.LandingZone;
import dev.freshet.transform.raw.RawFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * A dataset's history and its quarantine. A landing day is only ever replaced as a whole, in one commit, and the
 * commit's snapshot says which raw files the day was made of.
 */
public final class History implements Ledger {
    static final Schema REJECTS_SCHEMA = new Schema(
            Types.NestedField.required(1, IcebergTypes.LANDED_ON, Types.DateType.get()),
            Types.NestedField.required(2, "file", Types.StringType.get()),
            Types.NestedField.required(3, "line", Types.StringType.get()),
            Types.NestedField.required(4, "reason", Types.StringType.get()));

    private static final String DAY = "freshet.landing-day";
    private static final String INPUTS = "freshet.inputs";

    private final DatasetSpec spec;
    private final Table rows;
    private final Table rejects;

    private History(DatasetSpec spec, Table rows, Table rejects) {
        this.spec = spec;
        this.rows = rows;
        this.rejects = rejects;
    }

    /**
     * Opens history, creating it on the first run and adding the columns that the spec has gained since.
     *
     * @throws LakehouseException if the table's columns contradict the spec
     */
    public static History open(DatasetSpec spec, Names names, Catalog catalog) {
        Schema schema = IcebergTypes.schema(spec);
        Table rows = table(catalog, TableIdentifier.of(names.hiddenSchema(), names.historyTable()), schema,
                IcebergTypes.partitioning(spec, schema), IcebergTypes.order(spec, schema));
        Table rejects = table(catalog, TableIdentifier.of(names.hiddenSchema(), names.historyRejectsTable()),
                REJECTS_SCHEMA, PartitionSpec.builderFor(REJECTS_SCHEMA).identity(IcebergTypes.LANDED_ON).build(),
                SortOrder.unsorted());
        evolve(rows, schema);
        return new History(spec, rows, rejects);
    }

    /** What history holds, without creating anything. */
    public static Ledger ledger(DatasetSpec spec, Names names, Catalog catalog) {
        TableIdentifier name = TableIdentifier.of(names.hiddenSchema(), names.historyTable());
        return catalog.tableExists(name) ? new History(spec, catalog.loadTable(name), null) : Ledger.EMPTY;
    }

    private static Table table(Catalog catalog, TableIdentifier name, Schema schema, PartitionSpec partitioning,
            SortOrder order) {
        if (catalog.tableExists(name)) {
            return catalog.loadTable(name);
        }
        return catalog.buildTable(name, schema).withPartitionSpec(partitioning).withSortOrder(order)
                .withProperties(
                        Map.of(TableProperties.FORMAT_VERSION, "2", TableProperties.PARQUET_COMPRESSION, "zstd"))
                .create();
    }

    private static void evolve(Table table, Schema wanted) {
        UpdateSchema update = table.updateSchema();
        boolean added = false;
        for (Types.NestedField field : wanted.columns()) {
            Types.NestedField present = table.schema().findField(field.name());
            if (present == null) {
                update.addColumn(field.name(), field.type());
                added = true;
            } else if (!sameShape(present.type(), field.type())) {
                throw new LakehouseException("Cannot use %s for the spec: column %s is %s there and %s in the spec"
                        .formatted(table.name(), field.name(), present.type(), field.type()));
            }
        }
        for (Types.NestedField present : table.schema().columns()) {
            if (wanted.findField(present.name()) == null) {
                throw new LakehouseException("Cannot use %s for the spec: it has a column that the spec lacks (%s)"
                        .formatted(table.name(), present.name()));
            }
        }
        if (added) {
            update.moveAfter(IcebergTypes.LANDED_ON, wanted.columns().get(wanted.columns().size() - 2).name()).commit();
        }
    }

    /** Types compare by their text without field ids, which differ between a table and a fresh schema. */
    private static boolean sameShape(Type a, Type b) {
        return a.toString().replaceAll("\\b\\d+: ", "").equals(b.toString().replaceAll("\\b\\d+: ", ""));
    }

    @Override
    public Optional<Inputs> inputs(LocalDate day) {
        return snapshot(day).map(s -> Inputs.read(rows.io(), s.summary().get(INPUTS)));
    }

    @Override
    public boolean hasRows(LocalDate day) {
        try (var files = rows.newScan().filter(on(day)).planFiles()) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read the metadata of " + rows.name(), e);
        }
    }

    /**
     * Replaces a landing day with what its raw files hold now. The quarantine is committed first, so that a reader of
     * history never sees rows whose rejects are missing.
     */
    public Inputs replace(LocalDate day, LandingZone landing, List<RawFile> files, LongConsumer bytesDone) {
        DayWriter.Written written = new DayWriter(spec, day, rows, rejects).write(landing, files, bytesDone);
        String inputs = "%s/metadata/freshet-inputs-%s-%s.json".formatted(rows.location(), day, UUID.randomUUID());
        written.inputs().write(rows.io(), inputs);
        Map<String, String> summary = Map.of(DAY, day.toString(), INPUTS, inputs);
        commit(rejects, day, written.rejects(), summary);
        commit(rows, day, written.rows(), summary);
        return written.inputs();
    }

    private static void commit(Table table, LocalDate day, List<DataFile> files, Map<String, String> summary) {
        OverwriteFiles overwrite = table.newOverwrite().overwriteByRowFilter(on(day));
        if (!files.isEmpty()) { // Iceberg refuses to validate a day without any
            overwrite.validateAddedFilesMatchOverwriteFilter();
        }
        files.forEach(overwrite::addFile);
        summary.forEach(overwrite::set);
        overwrite.commit();
    }

    /** The snapshot that last committed the day, if it has not expired. */
    private Optional<Snapshot> snapshot(LocalDate day) {
        if (rows.currentSnapshot() == null) {
            return Optional.empty();
        }
        return StreamSupport.stream(SnapshotUtil.currentAncestors(rows).spliterator(), false)
                .filter(s -> day.toString().equals(s.summary().get(DAY))).findFirst();
    }

    private static Expression on(LocalDate day) {
        return Expressions.equal(IcebergTypes.LANDED_ON, day.toString());
    }
}
