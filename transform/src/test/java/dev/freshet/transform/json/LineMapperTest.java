package dev.freshet.transform.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.json.LineMapper.Result;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineMapperTest {
    private static final DatasetSpec SPEC = SpecReader.parse("x.yaml", """
                                                                       dataset: x
                                                                       schema: y
                                                                       landing: {root: "local:///landing/x"}
                                                                       columns:
                                                                         id: bigint
                                                                         name: {type: varchar, path: $.device.name}
                                                                         rest: json
                                                                       """);
    private final LineMapper mapper = new LineMapper(SPEC,
            Types.StructType.of(Types.NestedField.optional(3, "rest", Types.StringType.get()),
                    Types.NestedField.optional(1, "id", Types.LongType.get()),
                    Types.NestedField.optional(2, "name", Types.StringType.get()),
                    Types.NestedField.optional(4, "dropped", Types.StringType.get())),
            LandingPartition.parse("2026-11-22"));

    @Test
    void valuesGoToTheColumnsOfTheirNames() {
        Record row = ((Result.Row) mapper.map("{\"id\":7,\"device\":{\"name\":\"a\"},\"rest\":[1, 2]}")).fields();
        assertThat(row.getField("id")).isEqualTo(7L);
        assertThat(row.getField("name")).isEqualTo("a");
        assertThat(row.getField("rest")).isEqualTo("[1,2]");
        assertThat(row.getField("dropped")).isNull();
    }

    @Test
    void ofTwoEqualKeysTheFirstCounts() {
        Record row = ((Result.Row) mapper.map("{\"id\":1,\"id\":2,\"device\":{},\"device\":{\"name\":\"a\"}}"))
                .fields();
        assertThat(row.getField("id")).isEqualTo(1L);
        assertThat(row.getField("name")).isNull();
    }

    /** How deep a line is nested is no question of the stack. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"device\":", "["})
    void deepLinesAreRejected(String open) {
        assertThat(mapper.map(nested(open, 999, true))).isInstanceOf(Result.Row.class);
        for (int depth : new int[]{1_000, 200_000}) {
            assertThat(mapper.map(nested(open, depth, true)))
                    .isEqualTo(new Result.Reject("beyond the limits of JSON readers"));
            assertThat(mapper.map(nested(open, depth, false))).isEqualTo(new Result.Reject("malformed JSON"));
        }
    }

    private static String nested(String open, int depth, boolean whole) {
        return "{\"id\":1,\"device\":" + open.repeat(depth)
                + (open.equals("[") ? "" : "1") + (open.equals("[") ? "]" : "}").repeat(whole ? depth : 0) + "}";
    }
}
