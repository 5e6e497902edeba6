package dev.freshet.transform.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.json.LineMapper.Result;
import java.util.List;
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
    private final LineMapper mapper = new LineMapper(SPEC, LandingPartition.parse("2026-11-22"));

    @Test
    void valuesAreInTheOrderOfTheSpecsColumns() {
        assertThat(values("{\"rest\":[1, 2],\"device\":{\"name\":\"a\"},\"id\":7}")).containsExactly(7L, "a", "[1,2]");
    }

    @Test
    void theFirstOfTwoEqualKeysCounts() {
        assertThat(values("{\"id\":1,\"id\":2,\"device\":{},\"device\":{\"name\":\"a\"}}")).containsExactly(1L, null,
                null);
    }

    /** The values that Trino 476 and 483 gave. */
    @Test
    void numbersOfTheRescueColumnFollowTrino() {
        String numbers = "[1.5e12,3e0,1e3,1.50,-1e400,10e-1,30e-1,1e-2,0e0,-0e0,100E0,1e30,1.5e1,-0.0,-0]";
        assertThat(rescued(numbers, JsonNumbers.AS_DOUBLES)).isEqualTo(
                "[1.5E12,3.0,1000.0,1.5,\"-Infinity\",1.0,3.0,0.01,0.0,-0.0,100.0,1.0E30,15.0,-0.0,0]");
        assertThat(rescued(numbers, JsonNumbers.BY_DIGITS)).isEqualTo(
                "[1.5E12,3,1000.0,1.5,\"-Infinity\",1.0,3.0,0.01,0,0,100,1.0E30,15,0.0,0]");
    }

    @Test
    void anExponentBeyond32BitsEndsTheRescueColumnOfNewerVersions() {
        assertThat(rescued("[1e4000000001]", JsonNumbers.AS_DOUBLES)).isEqualTo("[\"Infinity\"]");
        assertThat(new LineInspector(SPEC).unnamed("{\"x\":1e4000000001}", JsonNumbers.BY_DIGITS)).isEmpty();
    }

    private static String rescued(String value, JsonNumbers numbers) {
        String rest = new LineInspector(SPEC).unnamed("{\"id\":1,\"x\":" + value + "}", numbers).orElseThrow();
        return rest.substring("{\"x\":".length(), rest.length() - 1);
    }

    private Result map(String line) {
        return mapper.map(line, SPEC.landing().root() + "/a.json");
    }

    private List<Object> values(String line) {
        return ((Result.Row) map(line)).values();
    }

    /** Deep nesting must not overflow the stack. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"device\":", "["})
    void deepLinesAreRejected(String open) {
        assertThat(map(nested(open, 999, true))).isInstanceOf(Result.Row.class);
        for (int depth : new int[]{1_000, 200_000}) {
            assertThat(map(nested(open, depth, true)))
                    .isEqualTo(new Result.Reject("beyond the limits of JSON readers"));
            assertThat(map(nested(open, depth, false))).isEqualTo(new Result.Reject("malformed JSON"));
        }
    }

    private static String nested(String open, int depth, boolean whole) {
        return "{\"id\":1,\"device\":" + open.repeat(depth)
                + (open.equals("[") ? "" : "1") + (open.equals("[") ? "]" : "}").repeat(whole ? depth : 0) + "}";
    }
}
