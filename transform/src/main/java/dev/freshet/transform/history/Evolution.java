package dev.freshet.transform.history;

import dev.freshet.core.Cadence;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/**
 * The changes to history that the current spec requires: its columns and the layout of new files. History only gains
 * columns and wider types, so that earlier views still work and no value is lost. A renamed column keeps its old name
 * here, a dropped one its values.
 *
 * @param added columns that history lacks
 * @param widened columns that get a wider type
 * @param before the layout of the table
 * @param after the layout of the spec
 */
record Evolution(List<Column> added, List<Column> widened, FileLayout before, FileLayout after, Cadence cadence) {

    /** @throws LakehouseException if a change could lose values; the message says how to make it */
    static Evolution of(DatasetSpec spec, Table table) {
        Schema present = table.schema();
        List<Column> added = new ArrayList<>();
        List<Column> widened = new ArrayList<>();
        for (Column column : spec.columns()) {
            Types.NestedField field = present.findField(column.historyName());
            if (field == null) {
                requireNew(column, table);
                added.add(column);
            } else if (isWider(field.type(), type(column))) {
                widened.add(column);
            } else if (!sameShape(field.type(), type(column))) {
                throw new LakehouseException(
                        "Cannot change column %s of %s from %s to %s: values could be lost, or running queries could fail (declare a column with another name that reads %s, and list %s under history.dropped)"
                                .formatted(column.name(), table.name(), field.type(), type(column), column.source(),
                                        column.historyName()));
            }
        }
        requireAllKnown(spec, table);
        Schema schema = added.isEmpty() && widened.isEmpty() ? present
                : changed(table.updateSchema(), added, widened).apply();
        return new Evolution(added, widened, FileLayout.of(table), FileLayout.of(spec, schema),
                spec.landing().cadence());
    }

    private static UpdateSchema changed(UpdateSchema update, List<Column> added, List<Column> widened) {
        AtomicInteger ids = new AtomicInteger(); // Iceberg assigns new ones
        added.forEach(column -> update.addColumn(column.historyName(), IcebergTypes.type(column.type(), ids)));
        widened.forEach(column -> update.updateColumn(column.historyName(), type(column).asPrimitiveType()));
        return update;
    }

    private static void requireNew(Column column, Table table) {
        if (!column.name().equals(column.historyName())) {
            throw new LakehouseException(
                    "Cannot find column %s in %s, from which %s is renamed (existing columns: %s)".formatted(
                            column.historyName(), table.name(), column.name(),
                            String.join(", ", table.schema().columns().stream().map(Types.NestedField::name)
                                    .filter(name -> !name.equals(IcebergTypes.FILE)).toList())));
        }
    }

    private static void requireAllKnown(DatasetSpec spec, Table table) {
        for (Types.NestedField field : table.schema().columns()) {
            boolean known = field.name().equals(IcebergTypes.LANDED_ON) || field.name().equals(IcebergTypes.FILE)
                    || spec.history().dropped().contains(field.name())
                    || spec.columns().stream().anyMatch(column -> column.historyName().equals(field.name()));
            if (!known) {
                throw new LakehouseException(
                        "Cannot leave out column %s: %s has its values (if it was renamed, add renamed_from: %s to the new column; if it is no longer needed, list it under history.dropped)"
                                .formatted(field.name(), table.name(), field.name()));
            }
        }
    }

    boolean isEmpty() {
        return added.isEmpty() && widened.isEmpty() && after.changes(before, cadence).isEmpty();
    }

    /** Makes all changes in one commit. */
    void apply(Table table) {
        Transaction change = table.newTransaction();
        if (!added.isEmpty() || !widened.isEmpty()) {
            changed(change.updateSchema(), added, widened).commit();
        }
        after.apply(before, change);
        change.commitTransaction();
    }

    /** The changes for people, one line each: SQL for columns, words for the layout. */
    List<String> lines(String table) {
        List<String> lines = new ArrayList<>();
        added.forEach(column -> lines.add("ALTER TABLE %s ADD COLUMN \"%s\" %s".formatted(table, column.historyName(),
                column.type().sql())));
        widened.forEach(column -> lines.add("ALTER TABLE %s ALTER COLUMN \"%s\" SET DATA TYPE %s".formatted(table,
                column.historyName(), column.type().sql())));
        after.changes(before, cadence).forEach(change -> lines.add("-- change history: " + change));
        return lines;
    }

    private static Type type(Column column) {
        return IcebergTypes.type(column.type(), new AtomicInteger());
    }

    private static boolean isWider(Type present, Type wanted) {
        return present.isPrimitiveType() && wanted.isPrimitiveType() && !present.equals(wanted)
                && TypeUtil.isPromotionAllowed(present, wanted.asPrimitiveType());
    }

    /** Compares types as text without field ids, as the ids of a table and of a fresh schema differ. */
    private static boolean sameShape(Type a, Type b) {
        return a.toString().replaceAll("\\b\\d+: ", "").equals(b.toString().replaceAll("\\b\\d+: ", ""));
    }
}
