package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.LandingZone;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.View;

/**
 * The state of a dataset without its name. Two datasets with the same history of events have equal outcomes.
 *
 * @param rows of history, hot table and quarantine
 * @param views the views' texts by name, without the instant of publication
 * @param ledger the inputs of each landing partition, as history records them
 * @param tables of the hidden schema of both catalogs
 * @param unheld raw files before the boundary that are not in history
 */
record TestingOutcome(List<String> rows, Map<String, String> views, List<String> ledger, Set<String> tables,
        List<String> unheld) {
    static TestingOutcome of(TestingLandingZone zone) throws IOException, SQLException {
        String dataset = zone.spec.name();
        Names names = zone.lakehouse.names(zone.spec);
        List<String> rows = new ArrayList<>();
        for (Table table : new TestingWarehouse(zone).tables()) {
            try (CloseableIterable<Record> records = IcebergGenerics.read(table).select(columns(table)).build()) {
                records.forEach(row -> rows.add(neutral(row.toString(), dataset)));
            }
        }
        Map<String, String> views = new TreeMap<>();
        ViewCatalog catalog = (ViewCatalog) zone.lakehouse.catalog();
        for (String schema : List.of(names.schema(), names.hiddenSchema())) {
            for (TableIdentifier name : catalog.listViews(Namespace.of(schema))) {
                View view = catalog.loadView(name);
                views.put(neutral(name.toString(), dataset), neutral(view.properties().get("comment"), dataset)
                        + neutral(view.sqlFor("trino").sql(), dataset));
            }
        }
        Set<String> tables = new TreeSet<>();
        Stream.concat(zone.lakehouse.catalog().listTables(Namespace.of(names.hiddenSchema())).stream()
                .map(TableIdentifier::name), zone.query("SHOW TABLES FROM landing." + names.hiddenSchema()).stream())
                .filter(table -> !table.contains("_staging_")) // a killed run leaves them to housekeeping
                .forEach(table -> tables.add(neutral(table, dataset)));
        Ledger held = new HistoryTables(zone.spec, names, zone.lakehouse.catalog()).ledger();
        Boundary boundary = Boundary.inViewText(catalog
                .loadView(TableIdentifier.of(names.schema(), names.dataset())).sqlFor("trino").sql()).orElseThrow();
        List<String> ledger = new ArrayList<>();
        List<String> unheld = new ArrayList<>();
        LandingZone.of(zone.spec, zone.lakehouse.landing()).list()
                .forEach((partition, files) -> {
                    if (!boundary.servesFromHistory(partition)) {
                        return;
                    }
                    if (!held.holds(partition, files)) {
                        unheld.add(partition.toString());
                    }
                    held.inputs(partition).map(Inputs::files).orElse(List.of()).forEach(file -> ledger.add(
                            neutral("%s: %d rows, %d rejects".formatted(file.path(), file.rows(), file.rejects()),
                                    dataset)));
                });
        return new TestingOutcome(rows.stream().sorted().toList(), views, ledger, tables,
                unheld);
    }

    /** All columns except {@code freshet_file}, which depends on the time at which a file was written. */
    private static List<String> columns(Table table) {
        return table.schema().columns().stream().map(Types.NestedField::name)
                .filter(name -> !name.equals(DatasetSpec.FILE_COLUMN)).toList();
    }

    private static String neutral(String text, String dataset) {
        return text.replace(dataset, "dataset").replaceAll("published=\\S+|text=\\S{16}|VERSION AS OF \\d+", "");
    }
}
