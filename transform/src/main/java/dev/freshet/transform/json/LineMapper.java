package dev.freshet.transform.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.core.json.RejectReason;
import dev.freshet.core.spec.Column;
import dev.freshet.core.spec.DataType;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.spec.TimeFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** Makes a row or a reject of a line, by the rules that the tail's SQL follows as well. Not for two threads at once. */
public final class LineMapper {
    private static final Pattern BLANK = Pattern.compile("\\A[ \\t]*\\z");

    /** What became of a line. */
    public sealed interface Result {
        /** @param record history's columns; {@code landed_on} is not set */
        record Row(Record record) implements Result {}

        record Reject(String reason) implements Result {}

        /** Neither row nor reject. */
        record Blank() implements Result {}
    }

    private final List<Column> columns;
    private final Types.StructType struct;
    private final int[] positions;
    private final Map<DataType, ScalarValue> elementScalars = new HashMap<>();
    private final List<ScalarValue> columnScalars = new ArrayList<>();

    /** @param struct history's columns: those of the spec in any order, and others */
    public LineMapper(DatasetSpec spec, Types.StructType struct) {
        this.columns = spec.columns();
        this.struct = struct;
        this.positions = columns.stream().mapToInt(c -> struct.fields().indexOf(struct.field(c.historyName())))
                .toArray();
        columns.forEach(c -> columnScalars.add(isScalar(c.type()) ? ScalarValue.of(c.type(), c.format()) : null));
    }

    public Result map(String line) {
        if (BLANK.matcher(line).matches()) {
            return new Result.Blank();
        }
        JsonText json;
        try {
            json = JsonText.parse(line);
        } catch (IOException e) {
            return new Result.Reject(RejectReason.MALFORMED);
        }
        if (!(json instanceof JsonText.Obj)) {
            return new Result.Reject(RejectReason.NOT_AN_OBJECT);
        }
        GenericRecord row = GenericRecord.create(struct);
        for (int i = 0; i < columns.size(); i++) {
            int at = positions[i];
            Column column = columns.get(i);
            Object value = value(column.type(), columnScalars.get(i), at(json, column.path().keys()),
                    struct.fields().get(at).type());
            if (value == null && column.required()) {
                return new Result.Reject(RejectReason.required(column));
            }
            row.set(at, value);
        }
        return new Result.Row(row);
    }

    private static JsonText at(JsonText json, List<String> keys) {
        JsonText value = json;
        for (String key : keys) {
            value = value instanceof JsonText.Obj object ? object.field(key) : null;
        }
        return value;
    }

    private Object value(DataType type, ScalarValue scalar, JsonText json,
            org.apache.iceberg.types.Type icebergType) {
        if (json == null || json instanceof JsonText.Null) {
            return null;
        }
        if (type instanceof DataType.Row row) {
            return json instanceof JsonText.Obj object ? row(row, object, icebergType.asStructType()) : null;
        }
        if (type instanceof DataType.Array array) {
            return json instanceof JsonText.Arr ? array(array, json.canonical(), icebergType.asListType()) : null;
        }
        if (type instanceof DataType.MapOf map) {
            return json instanceof JsonText.Obj object && !object.twins()
                    ? map(map, json.canonical(), icebergType.asMapType())
                    : null;
        }
        if (type == DataType.Scalar.JSON) {
            return json.canonical();
        }
        return json instanceof JsonText.Scalar value ? scalar.parse(value.text()) : null;
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
        try {
            return value(type, element(type), JsonText.parse(node.toString()), icebergType);
        } catch (IOException e) {
            throw new IllegalStateException("Invalid JSON: " + node, e);
        }
    }

    private ScalarValue element(DataType type) {
        return isScalar(type) ? elementScalars.computeIfAbsent(type, t -> ScalarValue.of(t, TimeFormat.ISO8601)) : null;
    }

    private static boolean isScalar(DataType type) {
        return type instanceof DataType.Scalar || type instanceof DataType.Decimal;
    }
}
