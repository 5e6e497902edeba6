package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.TimeFormat;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code INSERT INTO} a sorted and partitioned Iceberg table, {@code SELECT} from a table of Trino's JSON format. Trino
 * is the same process all the time.
 */
record TrinoWriting(LakehouseConnection lakehouse, TrinoCpu trino, RawDay day) implements Writing {
    private static final String TABLE = "transform_insert";

    @Override
    public List<Cost> write(int times) {
        execute("CREATE SCHEMA IF NOT EXISTS " + schema(lakehouseCatalog()));
        execute("CREATE SCHEMA IF NOT EXISTS " + schema(landingCatalog()));
        execute("DROP TABLE IF EXISTS " + json());
        execute("CREATE TABLE %s (%s) WITH (format = 'JSON', external_location = '%s')".formatted(json(),
                jsonColumns(), day.spec().landing().directory(RawDay.DAY)));
        List<Cost> costs = new ArrayList<>();
        while (costs.size() < times) {
            execute("DROP TABLE IF EXISTS " + table());
            execute(create());
            costs.add(trino.cost(() -> execute(insert())));
        }
        return costs;
    }

    private String create() {
        DatasetSpec.History history = day.spec().history();
        return """
               CREATE TABLE %s (%s) WITH (format = 'PARQUET', location = 'local:///%s',
                 partitioning = ARRAY[%s], sorted_by = ARRAY[%s])""".formatted(table(),
                day.spec().columns().stream().map(column -> Names.quoted(column.name()) + " " + column.type().sql())
                        .collect(Collectors.joining(", ")),
                TABLE, texts(history.partitionBy()), texts(history.sortBy()));
    }

    private static String texts(List<String> values) {
        return values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
    }

    private String insert() {
        return "INSERT INTO %s SELECT %s FROM %s".formatted(table(), day.spec().columns().stream()
                .map(TrinoWriting::value).collect(Collectors.joining(", ")), json());
    }

    private String jsonColumns() {
        List<Column> columns = day.spec().columns();
        return JsonKeys.of(columns).inner().entrySet().stream()
                .map(key -> Names.quoted(key.getKey()) + " " + jsonType(key.getValue(), columns))
                .collect(Collectors.joining(", "));
    }

    private static String jsonType(JsonKeys key, List<Column> columns) {
        if (!key.isColumn()) {
            return key.inner().entrySet().stream()
                    .map(inner -> Names.quoted(inner.getKey()) + " " + jsonType(inner.getValue(), columns))
                    .collect(Collectors.joining(", ", "row(", ")"));
        }
        DataType type = columns.get(key.column()).type();
        if (type == DataType.Scalar.TIMESTAMP_TZ) { // Hive has no times with a zone
            return columns.get(key.column()).format() == TimeFormat.Epoch.MILLIS ? "bigint" : "varchar";
        }
        return type == DataType.Scalar.UUID ? "varchar" : type.sql();
    }

    private static String value(Column column) {
        String source = ((JsonPath) column.source()).keys().stream().map(Names::quoted)
                .collect(Collectors.joining("."));
        if (column.format() == TimeFormat.Epoch.MILLIS) {
            source = "from_unixtime_nanos(" + source + " * 1000000)";
        } else if (column.type() == DataType.Scalar.TIMESTAMP_TZ) {
            source = "from_iso8601_timestamp_nanos(" + source + ")";
        }
        return column.type().isScalar() ? "CAST(%s AS %s)".formatted(source, column.type().sql()) : source;
    }

    @Override
    public boolean isInNewProcess() {
        return false;
    }

    @Override
    public Content content() {
        return new ContentReader(day.spec(), day.root().resolve(TABLE)).read();
    }

    @Override
    public void clear() {
        execute("DROP TABLE IF EXISTS " + table());
        execute("DROP TABLE IF EXISTS " + json());
    }

    private String lakehouseCatalog() {
        return lakehouse.names(day.spec()).catalog();
    }

    private String landingCatalog() {
        return lakehouse.names(day.spec()).landingCatalog();
    }

    private String schema(String catalog) {
        return Names.quoted(catalog) + "." + Names.quoted(day.spec().schema());
    }

    private String table() {
        return schema(lakehouseCatalog()) + "." + TABLE;
    }

    private String json() {
        return schema(landingCatalog()) + ".transform_json";
    }

    private void execute(String sql) {
        try (Statement statement = lakehouse.trino().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException("Failed to write with Trino: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }
}
