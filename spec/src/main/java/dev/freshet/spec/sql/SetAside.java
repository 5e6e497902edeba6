package dev.freshet.spec.sql;

import dev.freshet.core.LandingPartition;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Raw files that fail every query that reads them. The tail leaves them out by name, and the quarantine lists each with
 * its reason. Like the boundary, they are literals in the text of the views and nowhere else.
 *
 * @param files reasons by path, by landing partition
 */
public record SetAside(NavigableMap<LandingPartition, SortedMap<String, String>> files) {
    public static final SetAside NONE = new SetAside(new TreeMap<>());

    /** A row of {@link #rejects} as {@code SHOW CREATE VIEW} returns it: Trino 483 writes no blank. */
    private static final Pattern ROW = Pattern.compile(
            "ROW ?\\((?:DATE|TIMESTAMP) '([-\\d]{10})(?: (\\d{2}):[^']*+)?', ('(?:[^']|'')*+'), ('(?:[^']|'')*+')\\)");

    public SetAside {
        NavigableMap<LandingPartition, SortedMap<String, String>> some = new TreeMap<>(files);
        some.values().removeIf(Map::isEmpty);
        files = some;
    }

    /** Finds the files in the text of a published quarantine view. */
    public static SetAside inViewText(String viewText) {
        NavigableMap<LandingPartition, SortedMap<String, String>> files = new TreeMap<>();
        Matcher row = ROW.matcher(viewText);
        while (row.find()) {
            String hour = row.group(2) == null ? "" : "T" + row.group(2);
            files.computeIfAbsent(LandingPartition.parse(row.group(1) + hour), p -> new TreeMap<>())
                    .put(text(row.group(3)), text(row.group(4)));
        }
        return new SetAside(files);
    }

    private static String text(String literal) {
        return literal.substring(1, literal.length() - 1).replace("''", "'");
    }

    /** The reasons by path of a landing partition's files. */
    public SortedMap<String, String> of(LandingPartition partition) {
        return files.getOrDefault(partition, new TreeMap<>());
    }

    public int count() {
        return files.values().stream().mapToInt(Map::size).sum();
    }

    /** The same for some landing partitions. */
    public SetAside in(Predicate<LandingPartition> partitions) {
        return new SetAside(files.entrySet().stream().filter(entry -> partitions.test(entry.getKey())).collect(
                Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new)));
    }

    /** The files of both. */
    public SetAside and(SetAside other) {
        NavigableMap<LandingPartition, SortedMap<String, String>> all = new TreeMap<>();
        List.of(this, other).forEach(one -> one.files.forEach((partition, reasons) -> all
                .computeIfAbsent(partition, p -> new TreeMap<>()).putAll(reasons)));
        return new SetAside(all);
    }

    /** Their rows in the quarantine, with its columns; empty if there are none. */
    Optional<String> rejects() {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        String rows = files.entrySet().stream()
                .flatMap(entry -> entry.getValue().entrySet().stream()
                        .map(file -> "  (%s, %s, %s)".formatted(entry.getKey().literal(),
                                ValueSql.string(file.getKey()), ValueSql.string(file.getValue()))))
                .collect(Collectors.joining(",\n"));
        return Optional.of("""
                           SELECT
                             landed_on,
                             CAST(file AS varchar) AS file,
                             CAST('' AS varchar) AS line,
                             CAST(reason AS varchar) AS reason,
                             CAST('tail' AS varchar) AS served_from
                           FROM (VALUES
                           %s
                           ) AS set_aside (landed_on, file, reason)""".formatted(rows));
    }
}
