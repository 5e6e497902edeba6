package dev.freshet.transform.drift;

import dev.freshet.core.Names;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An external table over raw files, as Trino shows it.
 *
 * @param name quoted, with catalog and schema
 * @param location the directory of its files
 * @param columns their types by their names, without partition keys
 */
record HiveTable(String name, String location, Map<String, String> columns, List<String> partitionKeys) {
    private static final Pattern LOCATION = Pattern.compile("external_location = '((?:[^']|'')*)'");

    /**
     * @param table {@code catalog.schema.table}
     * @throws IllegalArgumentException if it is not three names
     * @throws LakehouseException if Trino has no such table, or it is not external
     */
    static HiveTable read(String table, TrinoSession trino) {
        String[] parts = table.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "Invalid table: %s (name catalog, schema and table, such as hive.raw.backups)".formatted(table));
        }
        String name = Names.qualified(parts[0], parts[1], parts[2]);
        String text = trino.tableText(name)
                .orElseThrow(() -> new LakehouseException("Cannot find the table " + table));
        Matcher location = LOCATION.matcher(text);
        if (!location.find()) {
            throw new LakehouseException(
                    "Cannot adopt %s: it is no external table of a Hive catalog".formatted(table));
        }
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> partitionKeys = new ArrayList<>();
        trino.query("DESCRIBE " + name, row -> row.getString(3).equals("partition key")
                ? partitionKeys.add(row.getString(1))
                : columns.put(row.getString(1), row.getString(2)));
        return new HiveTable(name, location.group(1).replace("''", "'").replaceFirst("^s3[an]:", "s3:")
                .replaceFirst("/+$", ""), columns, partitionKeys);
    }
}
