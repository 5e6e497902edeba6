package dev.freshet.benchmarks.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.freshet.spec.Column;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;

/** Reads a file of lines with Jackson, as a peer of the batch would: it trusts that all values are valid. */
final class RowReader {
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER).build();

    private final JsonKeys keys;
    private final ValueReader[] columns;

    RowReader(List<Column> columns, Schema schema, Values values) {
        this.keys = JsonKeys.of(columns);
        this.columns = columns.stream().map(column -> ValueReader.of(column.type(),
                schema.findType(column.historyName()), column.format(), values)).toArray(ValueReader[]::new);
    }

    /** @param rows receives one value per column */
    void read(InputStream file, Consumer<Object[]> rows) throws IOException {
        try (JsonParser parser = JSON.createParser(file)) {
            while (parser.nextToken() != null) {
                Object[] row = new Object[columns.length];
                read(parser, keys, row);
                rows.accept(row);
            }
        }
    }

    private void read(JsonParser parser, JsonKeys object, Object[] row) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            JsonKeys key = object.inner().get(parser.currentName());
            JsonToken first = parser.nextToken();
            if (key == null) {
                parser.skipChildren();
            } else if (key.isColumn()) {
                row[key.column()] = columns[key.column()].read(parser);
            } else if (first == JsonToken.START_OBJECT) {
                read(parser, key, row);
            }
        }
    }
}
