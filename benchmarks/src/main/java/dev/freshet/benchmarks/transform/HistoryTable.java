package dev.freshet.benchmarks.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.history.HistoryTables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The tables of a dataset as the batch creates them, in a catalog that this process forgets. */
record HistoryTable(Table rows, Table rejects) {
    private static final List<String> ADDED = List.of(LandingPartition.COLUMN, DatasetSpec.FILE_COLUMN);

    /** @param out where its files are, below the root of the day */
    static HistoryTable create(RawDay day, Path out) {
        JdbcCatalog catalog = new JdbcCatalog();
        Map<String, String> properties = new HashMap<>(day.io().properties());
        properties.put(CatalogProperties.URI, "jdbc:h2:mem:" + UUID.randomUUID());
        properties.put("jdbc.schema-version", "V1");
        properties.put(CatalogProperties.FILE_IO_IMPL, day.io().getClass().getName());
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, "local:///" + day.root().relativize(out));
        catalog.initialize("lakehouse", properties);
        Names names = day.spec().names("lakehouse", "landing");
        catalog.createNamespace(Namespace.of(names.hiddenSchema()));
        new HistoryTables(day.spec(), names, catalog).open(BatchProgress.NONE).close();
        return new HistoryTable(catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), names.historyTable())),
                catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), names.historyRejectsTable())));
    }

    /** The columns of the spec alone, without those that the batch adds. */
    Schema columns() {
        return new Schema(rows.schema().columns().stream().filter(column -> !ADDED.contains(column.name()))
                .toList());
    }
}
