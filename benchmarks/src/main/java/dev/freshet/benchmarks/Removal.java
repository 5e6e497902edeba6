package dev.freshet.benchmarks;

import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.exceptions.NotFoundException;

/** Removes a dataset and everything that the batch made for it. */
public record Removal(LakehouseConnection lakehouse) {
    /**
     * Removes raw files, views and tables; a schema stays while others have something in it. The raw files go first, so
     * that nothing is dropped if the landing root is invalid.
     */
    public void remove(DatasetSpec spec) {
        try {
            lakehouse.landing(spec).deletePrefix(spec.landing().root() + "/");
        } catch (NotFoundException e) {
            // nothing has landed yet
        }
        Names names = lakehouse.names(spec);
        for (String view : names.views()) {
            drop("VIEW", names.catalog(), names.schema(), names.view(view));
        }
        for (String table : List.of(names.history(), names.historyRejects(), names.hot(), names.hotRejects())) {
            drop("TABLE", names.catalog(), names.hiddenSchema(), table);
        }
        tails(names).forEach(tail -> drop("TABLE", names.landingCatalog(), names.hiddenSchema(), tail));
    }

    private void drop(String kind, String catalog, String schema, String name) {
        if (isThere(catalog, schema)) {
            execute("DROP %s IF EXISTS %s".formatted(kind, name));
        }
    }

    private List<String> tails(Names names) {
        if (!isThere(names.landingCatalog(), names.hiddenSchema())) {
            return List.of();
        }
        return list("SHOW TABLES FROM %s.%s".formatted(Names.quoted(names.landingCatalog()),
                Names.quoted(names.hiddenSchema()))).stream().flatMap(table -> names.tailPartition(table).stream())
                .map(names::tail).toList();
    }

    private boolean isThere(String catalog, String schema) {
        return list("SHOW SCHEMAS FROM " + Names.quoted(catalog)).contains(schema);
    }

    private void execute(String sql) {
        try (Statement statement = lakehouse.trino().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException("Cannot clear up for the benchmark: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }

    private List<String> list(String sql) {
        try (Statement statement = lakehouse.trino().createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> list = new ArrayList<>();
            while (rows.next()) {
                list.add(rows.getString(1));
            }
            return list;
        } catch (SQLException e) {
            throw new BenchException("Cannot clear up for the benchmark: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }
}
