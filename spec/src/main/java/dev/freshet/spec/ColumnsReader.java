package dev.freshet.spec;

import dev.freshet.spec.DataType.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code columns} block. */
final class ColumnsReader {
    static final List<String> KEYS = List.of("type", "path", "partition_key", "required", "invalid", "format",
            "zone", "renamed_from", "rescue");

    private ColumnsReader() {}

    /** Returns the valid columns. */
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
        checkOneRescue(columns, read);
        return read;
    }

    private static void checkOneRescue(Block columns, List<Column> read) {
        List<String> rescue = read.stream().filter(Column::isRescue).map(Column::name).toList();
        if (rescue.size() > 1) {
            columns.block(rescue.get(1)).problem("rescue", new Mistake(
                    "Second rescue column, beside " + rescue.get(0), "one keeps all unnamed keys"));
        }
        if (!rescue.isEmpty() && columns.keys().size() == 1) {
            columns.block(rescue.get(0)).problem("rescue",
                    new Mistake("Rescue column without other columns", "name at least one other column"));
        }
    }

    private static void checkHistoryNames(Block columns, List<Column> read) {
        Map<String, String> taken = new HashMap<>();
        for (Column column : read) {
            String other = taken.putIfAbsent(column.historyName(), column.name());
            if (other != null) {
                columns.block(column.name().equals(column.historyName()) ? other : column.name()).problem(
                        "renamed_from",
                        new Mistake("Column \"" + column.historyName() + "\" has two new names, " + other
                                + " and " + column.name(), "only one column can be renamed from it"));
            }
        }
    }

    private static boolean checkName(Block columns, String name) {
        if (!Words.isIdentifier(name)) {
            columns.problem(name, new Mistake("Invalid column name \"" + name + "\"",
                    "lower-case letters, digits and _, a letter first; path says where the value is"));
            return false;
        }
        if (DatasetSpec.RESERVED.contains(name)) {
            columns.problem(name, new Mistake("Reserved column name \"" + name + "\"",
                    "Freshet adds " + String.join(", ", DatasetSpec.RESERVED) + ": use another name and a path"));
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
        if (block.value("rescue", false, Words::flag)) {
            return rescue(name, block);
        }
        DataType type = block.required("type", "varchar", TypeParser::parse);
        Source source = source(name, type, block);
        boolean required = block.value("required", false, Words::flag);
        boolean strict = block.valueOrNull("invalid", required, Words::rejects);
        if (required && !strict) {
            block.problem("invalid", new Mistake("Invalid value \"null\" of a required column",
                    "a required column has no NULL: remove invalid, or required"));
        }
        TimeFormat format = TimeFormatReader.read(type, block);
        String historyName = block.value("renamed_from", name, Words::name);
        return new Column(name, type, source, required, strict && !required, format, historyName);
    }

    private static Source source(String name, DataType type, Block block) {
        JsonPath path = block.value("path", JsonPath.of(name), Words::path);
        if (!block.keys().contains("partition_key")) {
            return path;
        }
        if (block.keys().contains("path")) {
            block.problem("path", new Mistake("Invalid path beside partition_key",
                    "the value is in the line or in the file's path: remove one"));
        }
        if (type != null && !type.isScalar()) {
            block.problem("type", new Mistake("Invalid type " + type.spec() + " of a partition key",
                    "a directory's name is text: use varchar, a number, a date or a timestamp"));
        }
        return block.<Source>value("partition_key", path, PartitionKey::parse);
    }

    private static Column rescue(String name, Block block) {
        if (block.value("type", Scalar.JSON, TypeParser::parse) != Scalar.JSON) {
            block.problem("type", new Mistake("Invalid type of a rescue column", "it is json: remove it"));
        }
        for (String key : List.of("path", "partition_key", "required", "invalid", "format", "zone")) {
            if (block.keys().contains(key)) {
                block.problem(key, new Mistake("Invalid key of a rescue column",
                        "it keeps whatever the spec does not name: remove it"));
            }
        }
        return new Column(name, Scalar.JSON, new Source.Unnamed(), false, false, TimeFormat.ISO8601,
                block.value("renamed_from", name, Words::name));
    }
}
