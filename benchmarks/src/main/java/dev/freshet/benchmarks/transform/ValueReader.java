package dev.freshet.benchmarks.transform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;

/** Reads one value of a type. The parser is at its first token before, and at its last one after. */
interface ValueReader {
    Object read(JsonParser parser) throws IOException;

    /** @param iceberg the same type in Iceberg's terms */
    static ValueReader of(DataType type, Type iceberg, TimeFormat format, Values values) {
        ValueReader present = switch (type) {
            case DataType.Row row -> row(row, iceberg, values);
            case DataType.Array array -> array(of(array.element(), iceberg.asListType().elementType(),
                    TimeFormat.ISO8601, values));
            case DataType.MapOf map -> map(of(map.value(), iceberg.asMapType().valueType(), TimeFormat.ISO8601,
                    values));
            default -> parser -> values.scalar(type, format, parser);
        };
        return parser -> parser.currentToken() == JsonToken.VALUE_NULL ? null : present.read(parser);
    }

    private static ValueReader row(DataType.Row row, Type iceberg, Values values) {
        Map<String, Integer> positions = new HashMap<>();
        List<ValueReader> fields = new ArrayList<>();
        for (DataType.Field field : row.fields()) {
            positions.put(field.name(), fields.size());
            fields.add(of(field.type(), iceberg.asStructType().field(field.name()).type(), TimeFormat.ISO8601,
                    values));
        }
        return parser -> {
            Object[] read = new Object[fields.size()];
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Integer position = positions.get(parser.currentName());
                parser.nextToken();
                if (position == null) {
                    parser.skipChildren();
                } else {
                    read[position] = fields.get(position).read(parser);
                }
            }
            return values.row(iceberg, read);
        };
    }

    private static ValueReader array(ValueReader element) {
        return parser -> {
            List<Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(element.read(parser));
            }
            return elements;
        };
    }

    private static ValueReader map(ValueReader value) {
        return parser -> {
            Map<String, Object> entries = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                entries.put(key, value.read(parser));
            }
            return entries;
        };
    }
}
