package dev.freshet.transform.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.columns.Columns;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.RawLines;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines need the line mapper. That both read lines alike is tested with the engines. */
class LineReaderTest {
    private static final DatasetSpec SPEC = SpecReader.parse("x.yaml",
            """
            dataset: x
            schema: y
            landing: {root: "local:///landing/x"}
            columns:
              id: {type: bigint, required: true}
              at: {type: timestamp(6) with time zone, invalid: reject}
              device: row(name varchar, load double)
              tags: array(varchar)
              counts: map(varchar, integer)
              rest: {rescue: true}
            """);
    private static final Schema SCHEMA = new Schema(NestedField.optional(1, "id", Types.LongType.get()),
            NestedField.optional(2, "at", Types.TimestampType.withZone()),
            NestedField.optional(3, "device",
                    Types.StructType.of(NestedField.optional(4, "name", Types.StringType.get()),
                            NestedField.optional(5, "load", Types.DoubleType.get()))),
            NestedField.optional(6, "tags", Types.ListType.ofOptional(7, Types.StringType.get())),
            NestedField.optional(8, "rest", Types.StringType.get()),
            NestedField.optional(9, "counts",
                    Types.MapType.ofOptional(10, 11, Types.StringType.get(), Types.IntegerType.get())));

    private static long mapped(String lines) {
        Columns columns = new Columns(SCHEMA);
        LineReader reader = new LineReader(SPEC, LandingPartition.parse("2026-11-22"), columns, JsonNumbers.AS_DOUBLES);
        try (RawLines bytes = RawLines.open("a.json",
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)))) {
            while (bytes.advance()) {
                reader.read(bytes, "a.json");
                columns.discardRow();
            }
        }
        return reader.mapped();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":1}", " { \"id\" : \"1\" , \"tags\" : [ \"a\" , null ] } ",
            "{\"id\":1,\"at\":\"2026-11-22T10:00:00.123Z\",\"device\":{\"name\":\"é\\n\\u00e9\\\"\",\"load\":0.25}}",
            "{\"device\":{\"other\":[{\"x\":{}}],\"load\":null},\"tags\":[],\"id\":-9223372036854775808}",
            "{\"id\":1,\"new\":{\"a\\u0000\":1e5}}", "{\"id\":1,\"device\":null,\"at\":null}",
            "{\"id\":1,\"device\":7}",
            "{\"id\":1,\"counts\":{\"a\":1,\"b\":null}}", "{\"id\":1,\"counts\":{\"a\":1.5}}"})
    void commonLinesDoNot(String line) {
        assertThat(mapped(line + "\n" + line)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"id\":1,\"id\":1}", "{\"\\u0069d\":1}", "{\"id\":1}x",
            "{\"id\":01}",
            "{\"id\":1.}", "{\"id\":1e}", "{\"id\":\"\\x\"}", "{\"id\":1,}", "{\"id\":1\u0001}",
            "{\"id\":1,\"x\":\"\t\"}",
            "{\"id\":1,\"at\":\"yesterday\"}", "{\"id\":tru}", "{\"id\":1,\"x\":[1,]}", "{\"id\":1,\"x\":{1}}"})
    void othersDo(String line) {
        assertThat(mapped(line + "\n")).isEqualTo(1);
    }
}
