package dev.freshet.core.spec;

import dev.freshet.core.spec.DataType.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code columns} block. */
final class ColumnsReader {
    static final List<String> KEYS = List.of("type", "path", "required", "format", "renamed_from");

    private ColumnsReader() {}

    /** The columns that are valid. */
    static List<Column> read(Block columns) {
        List<Column> read = new ArrayList<>();
        for (String name : columns.keys()) {
            boolean named = checkName(columns, name);
            Column column = columns.isBlock(name) ? longForm(name, columns.block(name)) : shortForm(name, columns);
            if (named && column.type() != null) {
                read.add(column);
            }
        }
        checkHistoryNames(columns, read);
        return read;
    }

    private static void checkHistoryNames(Block columns, List<Column> read) {
        Map<String, String> taken = new HashMap<>();
        for (Column column : read) {
            String other = taken.putIfAbsent(column.historyName(), column.name());
            if (other != null) {
                columns.block(column.name().equals(column.historyName()) ? other : column.name()).problem(
                        "renamed_from",
                        new Mistake("Column \"" + column.historyName() + "\" has two names now, " + other
                                + " and " + column.name(), "only one column can have been renamed from it"));
            }
        }
    }

    private static boolean checkName(Block columns, String name) {
        if (!Words.isIdentifier(name)) {
            columns.problem(name, new Mistake("Invalid column name \"" + name + "\"",
                    "lower-case letters, digits and _, a letter first; path says where the value stands"));
            return false;
        }
        if (DatasetSpec.RESERVED.contains(name)) {
            columns.problem(name, new Mistake("Reserved column name \"" + name + "\"",
                    "the views add " + String.join(" and ", DatasetSpec.RESERVED) + ": use another name and a path"));
            return false;
        }
        return true;
    }

    private static Column shortForm(String name, Block columns) {
        return new Column(name, columns.value(name, null, TypeParser::parse), JsonPath.of(name), false,
                TimeFormat.ISO8601);
    }

    private static Column longForm(String name, Block block) {
        if (CommaSplit.isOpen(block.text("type"))) {
            block.problem("type", new Mistake("Invalid type \"" + block.text("type") + "\"",
                    "inside { } put a type with commas in quotes"));
            return new Column(name, null, JsonPath.of(name), false, TimeFormat.ISO8601);
        }
        block.onlyKeys(KEYS);
        DataType type = block.required("type", "varchar", TypeParser::parse);
        JsonPath path = block.value("path", JsonPath.of(name), Words::path);
        boolean required = block.value("required", false, Words::flag);
        Optional<TimeFormat> format = block.value("format", Optional.empty(), text -> Optional.of(Words.format(text)));
        if (format.isPresent() && type != null && type != Scalar.TIMESTAMP && type != Scalar.TIMESTAMP_TZ) {
            block.problem("format", new Mistake("Invalid format of a " + type.spec() + " column",
                    "only timestamps have one: remove it, or change the type"));
        }
        String historyName = block.value("renamed_from", name, Words::name);
        return new Column(name, type, path, required, format.orElse(TimeFormat.ISO8601), historyName);
    }
}
