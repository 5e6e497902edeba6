package dev.freshet.spec.sql;

import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements with which Trino writes raw files of the tail into two tables that have the columns of history and of
 * its quarantine, and the queries that count by raw file what was written.
 *
 * @param rows the table for rows, qualified and quoted
 * @param rejects the table for rejects, qualified and quoted
 */
public record TailInsert(TailTable tail, String rows, String rejects) {
    /** Trino opens only named files up to so many, as {@code hive.domain-compaction-threshold} says. */
    private static final int FILES = 1_000;
    /** A statement has each path twice, and Trino takes a million characters by default. */
    private static final int CHARACTERS = 250_000;

    /**
     * The raw files by statement.
     *
     * @param files the ids of the raw files by path
     */
    public static List<SortedMap<String, Long>> parts(SortedMap<String, Long> files) {
        List<SortedMap<String, Long>> parts = new ArrayList<>();
        int characters = CHARACTERS;
        for (Map.Entry<String, Long> file : files.entrySet()) {
            characters += file.getKey().length();
            if (characters > CHARACTERS || parts.getLast().size() == FILES) {
                parts.add(new TreeMap<>());
                characters = file.getKey().length();
            }
            parts.getLast().put(file.getKey(), file.getValue());
        }
        return parts;
    }

    /** @param files one of {@link #parts} */
    public String insertRows(SortedMap<String, Long> files) {
        String columns = Stream.concat(tail.spec().columns().stream().map(Column::historyName),
                Stream.of("landed_on", DatasetSpec.FILE_COLUMN)).map(Names::quoted).collect(Collectors.joining(", "));
        return "INSERT INTO %s (%s)\n%s".formatted(rows, columns,
                tail.rows(TailTable.only(files.keySet()), id("\"$path\"", files)));
    }

    /** @param files one of {@link #parts} */
    public String insertRejects(SortedMap<String, Long> files) {
        return """
               INSERT INTO %s (landed_on, file, line, reason, %s)
               SELECT landed_on, file, line, reason, %s
               FROM (
               %s
               )""".formatted(rejects, DatasetSpec.FILE_COLUMN, id("file", files),
                tail.rejects(TailTable.only(files.keySet())));
    }

    /** Fails for the path of another file. */
    private static String id(String path, Map<String, Long> files) {
        return "MAP(ARRAY[%s], ARRAY[%s])[%s]".formatted(
                files.keySet().stream().map(ValueSql::string).collect(Collectors.joining(", ")),
                files.values().stream().map(id -> "BIGINT '" + id + "'").collect(Collectors.joining(", ")), path);
    }

    /** The number of rows by raw file: id and number (bigint). A file without rows is missing. */
    public String countRows() {
        return "SELECT %s, count(*) FROM %s GROUP BY 1".formatted(DatasetSpec.FILE_COLUMN, rows);
    }

    /** The number of rejects by raw file and reason: id (bigint), reason (varchar), number (bigint). */
    public String countRejects() {
        return "SELECT %s, reason, count(*) FROM %s GROUP BY 1, 2".formatted(DatasetSpec.FILE_COLUMN, rejects);
    }
}
