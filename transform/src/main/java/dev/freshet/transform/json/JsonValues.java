package dev.freshet.transform.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.json.TypeRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as values of column types. A scalar's value is that of its {@link TypeRule}, a row's a list of its fields'
 * values, an array's a list, a map's a map. Not thread-safe.
 */
final class JsonValues {
    private final Map<DataType, TypeRule> elementRules = new HashMap<>();

    /** The value, or {@code null} if the JSON is missing, null or invalid for the type. */
    Object value(DataType type, TypeRule rule, JsonText json) {
        if (isNull(json)) {
            return null;
        }
        return switch (type) {
            case DataType.Scalar scalar ->
                scalar == DataType.Scalar.JSON ? json.canonical() : scalar(rule, json);
            case DataType.Decimal decimal -> scalar(rule, json);
            case DataType.Row row -> json instanceof JsonText.Obj object ? row(row, object) : null;
            case DataType.Array array -> json instanceof JsonText.Arr ? array(array, json.canonical()) : null;
            case DataType.MapOf map ->
                json instanceof JsonText.Obj object && !object.duplicates() ? map(map, json.canonical()) : null;
        };
    }

    static boolean isNull(JsonText json) {
        return json == null || json instanceof JsonText.Null;
    }

    /** The rule of a type inside a row, an array or a map. */
    TypeRule elementRule(DataType type) {
        return elementRules.computeIfAbsent(type, t -> TypeRule.of(t, TimeFormat.ISO8601));
    }

    private static Object scalar(TypeRule rule, JsonText json) {
        return json instanceof JsonText.Scalar value && rule.kinds().contains(value.kind()) ? rule.value(value.text())
                : null;
    }

    private List<Object> row(DataType.Row row, JsonText.Obj object) {
        List<Object> values = new ArrayList<>(row.fields().size());
        for (DataType.Field field : row.fields()) {
            values.add(value(field.type(), elementRule(field.type()), object.field(field.name())));
        }
        return Collections.unmodifiableList(values);
    }

    private List<Object> array(DataType.Array array, String canonical) {
        if (canonical == null) {
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (JsonNode node : JsonText.tree(canonical)) {
            elements.add(element(array.element(), node));
        }
        return Collections.unmodifiableList(elements);
    }

    private Map<String, Object> map(DataType.MapOf map, String canonical) {
        if (canonical == null) {
            return null;
        }
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : JsonText.tree(canonical).properties()) {
            values.put(field.getKey(), element(map.value(), field.getValue()));
        }
        return Collections.unmodifiableMap(values);
    }

    private Object element(DataType type, JsonNode node) {
        return value(type, elementRule(type), JsonText.element(node));
    }
}
