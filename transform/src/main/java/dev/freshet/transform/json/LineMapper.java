package dev.freshet.transform.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.NamedKeys;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.json.LineRule;
import dev.freshet.spec.json.TypeRule;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map.Entry;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** Turns a line into a row or a reject, by the same rules as the tail's SQL. Not thread-safe. */
public final class LineMapper {
    /** The result for one line. */
    public sealed interface Result {
        /** @param fields one per column of history; {@code landed_on} is not set */
        record Row(Record fields) implements Result {}

        record Reject(String reason) implements Result {}

        /** Neither row nor reject. */
        record Blank() implements Result {}
    }

    /** Receives each present value that is invalid for its type. */
    public interface Misfits {
        /**
         * @param column the spec's column
         * @param path where the value is: the column's path, or deeper; {@code []} is any element, {@code {}} any key
         *        of a map
         */
        void at(Column column, String path, DataType type, String json);
    }

    private final List<Column> columns;
    private final Types.StructType struct;
    private final int[] positions;
    private final NamedKeys named;
    private final Map<DataType, TypeRule> elementRules = new HashMap<>();
    private final List<TypeRule> columnRules;
    private final Predicate<Record> inTime;
    private final DatasetSpec spec;

    /**
     * @param struct history's columns: those of the spec in any order, and possibly others
     * @param partition the landing partition of the lines
     */
    public LineMapper(DatasetSpec spec, Types.StructType struct, LandingPartition partition) {
        this.spec = spec;
        this.inTime = spec.earliestEvent(partition)
                .map(earliest -> inTime(spec.eventTimeColumn().historyName(), earliest))
                .orElse(row -> true);
        this.columns = spec.columns();
        this.struct = struct;
        this.positions = columns.stream().mapToInt(c -> struct.fields().indexOf(struct.field(c.historyName())))
                .toArray();
        this.named = spec.namedKeys();
        this.columnRules = columns.stream().map(c -> TypeRule.of(c.type(), c.format())).toList();
    }

    public Result map(String line) {
        if (LineRule.BLANK.matcher(line).matches()) {
            return new Result.Blank();
        }
        JsonText json;
        try {
            json = JsonText.parse(line);
        } catch (IOException e) {
            return new Result.Reject(LineRule.WHOLE.reason());
        }
        if (isBeyondLimits(line)) {
            return new Result.Reject(LineRule.LIMITED.reason());
        }
        if (!(json instanceof JsonText.Obj object)) {
            return new Result.Reject(LineRule.OBJECT.reason());
        }
        GenericRecord row = GenericRecord.create(struct);
        for (int i = 0; i < columns.size(); i++) {
            int at = positions[i];
            Column column = columns.get(i);
            JsonText found = at(json, column.path().keys());
            Object value = column.isRescue() ? object.unnamed(named)
                    : value(column.type(), columnRules.get(i), found, struct.fields().get(at).type());
            if (value == null && (column.required() || column.strict() && !isNull(found))) {
                return new Result.Reject(LineRule.reason(column));
            }
            row.set(at, value);
        }
        return inTime.test(row) ? new Result.Row(row) : new Result.Reject(LineRule.lateReason(spec));
    }

    private static Predicate<Record> inTime(String column, Instant earliest) {
        return row -> row.getField(column) == null
                || !((OffsetDateTime) row.getField(column)).toInstant().isBefore(earliest);
    }

    private static JsonText at(JsonText json, List<String> keys) {
        JsonText value = json;
        for (String key : keys) {
            value = value instanceof JsonText.Obj object ? object.field(key) : null;
        }
        return value;
    }

    /**
     * Returns the keys and values of a line that the spec does not name.
     *
     * @return a JSON object as text; empty if nothing is left or the line is not an object
     */
    public Optional<String> unnamed(String line) {
        return object(line).map(object -> object.unnamed(named));
    }

    /** Reports each present value that is invalid for its type, in columns and nested values. */
    public void misfits(String line, Misfits misfits) {
        object(line).ifPresent(object -> {
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                if (!column.isRescue()) {
                    misfits(column, column.path().toString(), column.type(), columnRules.get(i),
                            at(object, column.path().keys()), struct.fields().get(positions[i]).type(), misfits);
                }
            }
        });
    }

    private void misfits(Column column, String path, DataType type, TypeRule rule, JsonText json,
            org.apache.iceberg.types.Type icebergType, Misfits misfits) {
        if (isNull(json)) {
            return;
        }
        if (value(type, rule, json, icebergType) == null) {
            misfits.at(column, path, type, Objects.requireNonNullElse(json.canonical(), "null"));
        } else if (type instanceof DataType.Row row) {
            for (int i = 0; i < row.fields().size(); i++) {
                DataType.Field field = row.fields().get(i);
                misfits(column, path + "." + field.name(), field.type(), element(field.type()),
                        ((JsonText.Obj) json).field(field.name()),
                        icebergType.asStructType().fields().get(i).type(), misfits);
            }
        } else if (type instanceof DataType.Array array) {
            JsonText.tree(json.canonical()).forEach(node -> misfits(column, path + "[]", array.element(),
                    element(array.element()), JsonText.element(node), icebergType.asListType().elementType(), misfits));
        } else if (type instanceof DataType.MapOf map) {
            JsonText.tree(json.canonical()).forEach(node -> misfits(column, path + "{}", map.value(),
                    element(map.value()), JsonText.element(node), icebergType.asMapType().valueType(), misfits));
        }
    }

    private static Optional<JsonText.Obj> object(String line) {
        try {
            return JsonText.parse(line) instanceof JsonText.Obj object && !isBeyondLimits(line) ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isBeyondLimits(String line) {
        return LineRule.mayBeBeyondLimits(line) && !JsonText.isWithinLimits(line);
    }

    private static boolean isNull(JsonText json) {
        return json == null || json instanceof JsonText.Null;
    }

    private Object value(DataType type, TypeRule rule, JsonText json,
            org.apache.iceberg.types.Type icebergType) {
        if (isNull(json)) {
            return null;
        }
        if (type instanceof DataType.Row row) {
            return json instanceof JsonText.Obj object ? row(row, object, icebergType.asStructType()) : null;
        }
        if (type instanceof DataType.Array array) {
            return json instanceof JsonText.Arr ? array(array, json.canonical(), icebergType.asListType()) : null;
        }
        if (type instanceof DataType.MapOf map) {
            return json instanceof JsonText.Obj object && !object.duplicates()
                    ? map(map, json.canonical(), icebergType.asMapType())
                    : null;
        }
        if (type == DataType.Scalar.JSON) {
            return json.canonical();
        }
        return json instanceof JsonText.Scalar value && rule.kinds().contains(value.kind()) ? rule.value(value.text())
                : null;
    }

    private Record row(DataType.Row row, JsonText.Obj object, Types.StructType struct) {
        GenericRecord record = GenericRecord.create(struct);
        for (int i = 0; i < row.fields().size(); i++) {
            DataType.Field field = row.fields().get(i);
            record.set(i, value(field.type(), element(field.type()), object.field(field.name()),
                    struct.fields().get(i).type()));
        }
        return record;
    }

    private List<Object> array(DataType.Array array, String canonical, Types.ListType list) {
        if (canonical == null) {
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (JsonNode node : JsonText.tree(canonical)) {
            elements.add(node(array.element(), node, list.elementType()));
        }
        return elements;
    }

    private Map<String, Object> map(DataType.MapOf map, String canonical, Types.MapType mapType) {
        if (canonical == null) {
            return null;
        }
        Map<String, Object> values = new HashMap<>();
        Iterator<Entry<String, JsonNode>> fields = JsonText.tree(canonical).properties().iterator();
        while (fields.hasNext()) {
            Entry<String, JsonNode> field = fields.next();
            values.put(field.getKey(), node(map.value(), field.getValue(), mapType.valueType()));
        }
        return values;
    }

    private Object node(DataType type, JsonNode node, org.apache.iceberg.types.Type icebergType) {
        return value(type, element(type), JsonText.element(node), icebergType);
    }

    private TypeRule element(DataType type) {
        return elementRules.computeIfAbsent(type, t -> TypeRule.of(t, TimeFormat.ISO8601));
    }
}
