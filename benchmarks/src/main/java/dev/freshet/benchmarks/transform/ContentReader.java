package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the files of all contenders with DuckDB, which shares no code with the batch. */
record ContentReader(DatasetSpec spec, Path directory) {
    private static final String ROW = "row";

    /** @throws BenchException if DuckDB cannot read the files */
    Content read() {
        try (Connection duckDb = DuckDb.open(directory); Statement statement = duckDb.createStatement()) {
            Map<String, String> checksums = new LinkedHashMap<>();
            List<Path> files = files();
            long rows = checksums(statement, checksums);
            long[] order = order(statement);
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return new Content(rows, files.size(), bytes, checksums, (int) order[0], order[1], (int) order[2]);
        } catch (SQLException | IOException e) {
            throw new BenchException("Cannot read %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    private String table() {
        return "read_parquet(%s, filename = true, file_row_number = true, hive_partitioning = false, union_by_name = true)"
                .formatted(DuckDb.text(directory + "/**/*.parquet"));
    }

    private long checksums(Statement statement, Map<String, String> checksums) throws SQLException {
        Map<String, String> leaves = new LinkedHashMap<>();
        for (Column column : spec.columns()) {
            addLeaves(column.historyName(), DuckDb.name(column.historyName()), column.type(), leaves);
        }
        leaves.put(ROW, leaves.values().stream().collect(Collectors.joining(", ", "[", "]")));
        List<String> sums = leaves.values().stream()
                .map(leaf -> "count(%s) || ' ' || sum(CAST(hash(%s) AS HUGEINT))".formatted(leaf, leaf)).toList();
        try (ResultSet answer = statement.executeQuery("SELECT count(*), %s FROM %s".formatted(
                String.join(", ", sums), table()))) {
            answer.next();
            int at = 1;
            long rows = answer.getLong(at++);
            for (String name : leaves.keySet()) {
                checksums.put(name, answer.getString(at++));
            }
            return rows;
        }
    }

    /** As text, so that a contender may choose the type in the file. A row counts by its fields. */
    private static void addLeaves(String name, String value, DataType type, Map<String, String> leaves) {
        if (type instanceof DataType.Row row) {
            row.fields().forEach(field -> addLeaves(name + "." + field.name(),
                    "struct_extract(%s, %s)".formatted(value, DuckDb.text(field.name())), field.type(), leaves));
        } else {
            leaves.put(name, text(value, type, 0));
        }
    }

    private static String text(String value, DataType type, int depth) {
        return "CAST(%s AS VARCHAR)".formatted(ordered(value, type, depth));
    }

    /** With the entries of maps in the order of their keys. */
    private static String ordered(String value, DataType type, int depth) {
        String inner = "x" + depth;
        return switch (type) {
            case DataType.Row row -> row.fields().stream().map(field -> "%s := %s".formatted(DuckDb.name(field.name()),
                    ordered("struct_extract(%s, %s)".formatted(value, DuckDb.text(field.name())), field.type(),
                            depth + 1)))
                    .collect(Collectors.joining(", ",
                            "CASE WHEN " + value + " IS NOT NULL THEN struct_pack(", ") END"));
            case DataType.Array array -> "list_transform(%s, lambda %s: %s)".formatted(value, inner,
                    ordered(inner, array.element(), depth + 1));
            case DataType.MapOf map -> "list_sort(list_transform(map_entries(%s), lambda %s: [%s.key, %s]))".formatted(
                    value, inner, inner, text(inner + ".value", map.value(), depth + 1));
            default -> value;
        };
    }

    /** Unsorted files, rows that are not in order, files of several days. */
    private long[] order(Statement statement) throws SQLException {
        List<String> keys = spec.history().sortBy().stream().map(DuckDb::name).toList();
        String last = IntStream.range(0, keys.size())
                .mapToObj(i -> "lag(%s) OVER file AS last%d".formatted(keys.get(i), i))
                .collect(Collectors.joining(", "));
        String sql = """
                     SELECT count(*) FILTER (violations > 0), coalesce(sum(violations), 0), count(*) FILTER (days > 1)
                     FROM (
                       SELECT count(*) FILTER (n > 0 AND %s) AS violations, count(DISTINCT CAST(%s AS DATE)) AS days
                       FROM (
                         SELECT *, file_row_number AS n, %s FROM %s
                         WINDOW file AS (PARTITION BY filename ORDER BY file_row_number)
                       ) GROUP BY filename
                     )""".formatted(isAfter(keys, 0), DuckDb.name(spec.eventTimeColumn().historyName()), last,
                table());
        try (ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return new long[]{answer.getLong(1), answer.getLong(2), answer.getLong(3)};
        }
    }

    /** Whether the row above comes after this one, from one of the keys on; NULL comes last. */
    private static String isAfter(List<String> keys, int from) {
        String last = "last" + from;
        String key = keys.get(from);
        String after = "(%s > %s OR (%s IS NULL AND %s IS NOT NULL))".formatted(last, key, last, key);
        return from == keys.size() - 1 ? after
                : "(%s OR (%s IS NOT DISTINCT FROM %s AND %s))".formatted(after, last, key, isAfter(keys, from + 1));
    }
}
