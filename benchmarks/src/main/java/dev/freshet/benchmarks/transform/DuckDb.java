package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.TimeFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** The words of DuckDB's SQL for a spec. */
final class DuckDb {
    private DuckDb() {}

    /** A new database in memory, in UTC. */
    static Connection open(Path temporary) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET temp_directory = " + text(temporary.toString()));
        }
        return connection;
    }

    static String version(Path temporary) {
        try (Connection connection = open(temporary)) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new BenchException("Cannot ask DuckDB for its version: " + e.getMessage(), e);
        }
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A table function that reads the keys of the spec, each with its type. */
    static String readJson(List<Path> files, List<Column> columns) {
        return "read_json([%s], format = 'newline_delimited', columns = {%s})".formatted(
                files.stream().map(file -> text(file.toString())).collect(Collectors.joining(", ")),
                JsonKeys.of(columns).inner().entrySet().stream()
                        .map(key -> name(key.getKey()) + ": " + text(type(key.getValue(), columns)))
                        .collect(Collectors.joining(", ")));
    }

    private static String type(JsonKeys key, List<Column> columns) {
        if (key.isColumn()) {
            Column column = columns.get(key.column());
            return column.format() == TimeFormat.Epoch.MILLIS ? "BIGINT" : type(column.type());
        }
        return key.inner().entrySet().stream().map(
                inner -> name(inner.getKey()) + " " + type(inner.getValue(), columns))
                .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    private static String type(DataType type) {
        return switch (type) {
            case DataType.Row row -> row.fields().stream().map(field -> name(field.name()) + " " + type(field.type()))
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
            case DataType.Array array -> type(array.element()) + "[]";
            case DataType.MapOf map -> "MAP(VARCHAR, " + type(map.value()) + ")";
            case DataType.Scalar.TIMESTAMP_TZ -> "TIMESTAMPTZ";
            default -> type.sql();
        };
    }

    /** The column of the spec, from the columns of {@link #readJson}. */
    static String column(Column column) {
        String source = ((JsonPath) column.source()).keys().stream().map(DuckDb::name)
                .collect(Collectors.joining("."));
        return (column.format() == TimeFormat.Epoch.MILLIS ? "make_timestamptz(" + source + " * 1000)" : source)
                + " AS " + name(column.historyName());
    }
}
