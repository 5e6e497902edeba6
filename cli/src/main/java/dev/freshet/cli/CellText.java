package dev.freshet.cli;

import io.trino.jdbc.Row;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cell of an answer, as text or as a JSON value. */
final class CellText {
    private CellText() {}

    /** Arrays, rows and maps are JSON. Empty for NULL. */
    static Optional<String> of(ResultSet rows, int column) throws SQLException {
        return Optional.ofNullable(switch (json(rows, column)) {
            case null -> null;
            case String text -> text;
            case BigDecimal number -> number.toPlainString();
            case Map<?, ?> map -> Output.text(map);
            case List<?> list -> Output.text(list);
            case Object other -> other.toString();
        });
    }

    /** Numbers, texts, booleans, lists and maps. Times are texts as Trino writes them, binary is hexadecimal. */
    static Object json(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return value instanceof java.util.Date ? rows.getString(column) : json(value);
    }

    private static Object json(Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case Number number -> number;
            case Boolean bool -> bool;
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Array array -> list(Arrays.asList((Object[]) array.getArray()));
            case List<?> list -> list(list);
            case Row row -> row(row);
            case Map<?, ?> map -> map(map);
            default -> value.toString();
        };
    }

    private static List<Object> list(List<?> values) throws SQLException {
        Object[] list = new Object[values.size()];
        for (int i = 0; i < list.length; i++) {
            list[i] = json(values.get(i));
        }
        return Arrays.asList(list);
    }

    private static Map<String, Object> row(Row row) throws SQLException {
        Map<String, Object> fields = new LinkedHashMap<>();
        int number = 0;
        for (var field : row.getFields()) {
            fields.put(field.getName().orElse("field" + number), json(field.getValue()));
            number++;
        }
        return fields;
    }

    private static Map<String, Object> map(Map<?, ?> map) throws SQLException {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (var entry : map.entrySet()) {
            entries.put(String.valueOf(entry.getKey()), json(entry.getValue()));
        }
        return entries;
    }
}
