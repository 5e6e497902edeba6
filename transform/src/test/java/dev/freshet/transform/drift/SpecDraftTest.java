package dev.freshet.transform.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.spec.Column;
import dev.freshet.spec.SpecReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecDraftTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1 | 2 | bigint", "1 | 2.5 | double",
            "1 | 12345678901234567890 | varchar", "true | null | boolean", "null | null | json", "1 | \"a\" | json",
            "1 | \"2\" | bigint", "\"1\" | \"-20\" | bigint", "\"1\" | \"2.50\" | double",
            "\"1\" | \"02\" | varchar", "\"1\" | \"x\" | varchar", "1 | \"1e3\" | json",
            "\"12345678901234567890\" | 1 | json",
            "[\"1\"] | [2] | array(bigint)",
            "\"2549961e-0000-1111-2222-0123456789ab\" | null | uuid", "\"2026-11-22\" | \"2026-11-23\" | date",
            "\"2026-02-30\" | \"2026-11-23\" | varchar", "\"2026-11-22T10:00:00Z\" | \"2026-11-22 10:00+01:00\" "
                    + "| timestamp(6) with time zone",
            "\"2026-11-22T10:00:00.123\" | null | timestamp(6)", "\"2026-11-22T10:00:00\" | \"soon\" | varchar",
            "\"2026-11-22T25:00:00\" | null | varchar", "[] | [] | json", "[1] | [2.5] | array(double)",
            "[1,\"a\"] | [] | array(json)", "{} | {} | json",
            "{\"a\":1} | {\"b\":[true]} | row(a bigint, b array(boolean))",
            "{\"a\":1} | {\"A\":2} | json", "{\"\":1} | null | json", "{\"a.example\":1,\"b.example\":2} | {} "
                    + "| map(varchar, bigint)",
            "{\"a\":{\"b\":{\"c\":1}}} | null | row(a row(b row(c bigint)))",
            "{\"a\":{\"b\":{\"c\":[1]}}} | null | json"})
    void aColumnsTypeFitsAllItsValues(String first, String second, String type) {
        assertThat(column("{\"v\":" + first + "}", "{\"v\":" + second + "}").type().spec()).isEqualTo(type);
    }

    @Test
    void manyKeysOfOneKindBecomeAMap() {
        assertThat(column("{\"v\":" + object(51, "1") + "}").type().spec()).isEqualTo("map(varchar, bigint)");
        assertThat(column("{\"v\":" + object(50, "1") + "}").type().spec()).startsWith("row(k0 bigint, ");
    }

    @Test
    void keysThatVaryFromLineToLineBecomeAMap() {
        String[] lines = IntStream.range(0, 20).mapToObj(i -> "{\"v\":{\"host" + i + "\":{\"up\":true}}}")
                .toArray(String[]::new);
        assertThat(column(lines).type().spec()).isEqualTo("map(varchar, row(up boolean))");
    }

    @Test
    void aColumnWithMoreThanSixtyFieldsIsJsonWithANote() {
        SpecDraft draft = draft("{\"v\":{\"a\":" + object(40, "1") + ",\"b\":" + object(40, "true") + "}}");
        assertThat(draft.spec().columns().get(0).type().spec()).isEqualTo("json");
        assertThat(draft.notes()).contains("v is json: more than 60 fields.");
    }

    @Test
    void numbersInStringsAreNoted() {
        SpecDraft draft = draft("{\"a\":\"1\",\"b\":2,\"version\":\"1.10\",\"ts\":\"1446249499322\"}");
        assertThat(draft.spec().columns()).extracting(c -> c.type().spec()).containsExactly("bigint", "bigint",
                "varchar", "timestamp(6) with time zone");
        assertThat(draft.notes())
                .contains("Numbers in strings, read as numbers: a. Write varchar where leading zeros count.");
    }

    @Test
    void aKeyThatIsAlwaysNullIsNoColumn() {
        SpecDraft draft = draft("{\"a\":null,\"b\":1,\"c\\nd\":null}");
        assertThat(draft.spec().columns()).extracting(Column::name).containsExactly("b");
        assertThat(draft.yaml()).contains("# Always null, so no column: a, c d.\n");
        assertThat(column("{\"a\":null}").type().spec()).isEqualTo("json");
    }

    @Test
    void wideObjectsGetTheMostFrequentKeysAndARescueColumn() {
        String wide = IntStream.range(0, 372).mapToObj(i -> "\"k" + i + "\":" + i).collect(Collectors.joining(","));
        SpecDraft draft = draft("{" + wide + ",\"at\":\"2026-11-22T10:00:00Z\"}",
                "{\"k371\":1,\"at\":\"2026-11-22T10:00:00Z\"}");
        assertThat(draft.spec().columns()).hasSize(51).extracting(Column::name).startsWith("k0", "k1").endsWith("k371",
                "at", "other");
        assertThat(draft.spec().columns().getLast().isRescue()).isTrue();
        assertThat(draft.spec().eventTime()).contains("at");
        assertThat(draft.notes().toString()).contains("373 keys: the 50 with the most values are columns");
        assertThat(SpecReader.parse("draft", draft.yaml())).isEqualTo(draft.spec());
    }

    @Test
    void columnNamesAreSnakeCaseAndUnique() {
        assertThat(draft("{\"createdAt\":1,\"@timestamp\":2,\"HTTPStatus\":3,\"ID\":4,\"id\":5,\"landed_on\":6,"
                + "\"9\":7,\"\":8,\"user-agent\":9}").spec().columns()).extracting(c -> c.name() + " " + c.source())
                .containsExactly("created_at $.createdAt", "timestamp $[\"@timestamp\"]", "http_status $.HTTPStatus",
                        "id $.ID", "id_2 $.id", "landed_on_2 $.landed_on", "n9 $[\"9\"]", "column $[\"\"]",
                        "user_agent $[\"user-agent\"]");
    }

    @ParameterizedTest
    @CsvSource({"ts,1446249499322,epoch_millis", "created_at,1446249499,epoch_seconds",
            "time,1446249499322000,epoch_micros", "time,1446249499322123456,epoch_nanos",
            "time,1446249499.322,epoch_seconds", "time,1446249499322.5,epoch_millis"})
    void aNumberWithTheNameAndDigitsOfATimeIsATimestamp(String key, String value, String format) {
        SpecDraft draft = draft("{\"" + key + "\":" + value + "}");
        assertThat(draft.spec().columns().get(0).format().spec()).isEqualTo(format);
        assertThat(draft.spec().eventTime()).contains(key);
    }

    @Test
    void aNumberThatOnlyLooksLikeATimeStaysANumber() {
        assertThat(column("{\"size\":1446249499322}").type().spec()).isEqualTo("bigint");
        assertThat(column("{\"ts\":1446249499322}", "{\"ts\":5}").type().spec()).isEqualTo("bigint");
        assertThat(column("{\"ts\":1446249499.5}", "{\"ts\":0.5}").type().spec()).isEqualTo("double");
        assertThat(column("{\"ts\":1446249499322123456.5}").type().spec()).isEqualTo("double");
    }

    @Test
    void textInOneCommonPatternIsATimestamp() {
        assertThat(
                draft("{\"time\":\"22/Nov/2026:10:00:00 +0200\"}", "{\"time\":\"23/Nov/2026:10:00:00 +0000\"}").yaml())
                .contains("time: {type: timestamp(6) with time zone, format: \"dd/MMM/yyyy:HH:mm:ss Z\"}",
                        "event_time: time");
        assertThat(draft("{\"asctime\":\"2026-11-22 10:00:00,123\"}", "{\"asctime\":null}").yaml())
                .contains("asctime: {type: timestamp(6), format: \"yyyy-MM-dd HH:mm:ss,SSS\"}");
        assertThat(column("{\"time\":\"2026-11-22T10:00:00+0200\"}").format().spec()).isEqualTo("iso8601");
        assertThat(column("{\"time\":\"30/Feb/2026:10:00:00 +0200\"}").type().spec()).isEqualTo("varchar");
        assertThat(column("{\"time\":\"22/Nov/2026:10:00:00 +0200\"}", "{\"time\":\"2026-11-22 10:00:00,123\"}").type()
                .spec()).isEqualTo("varchar");
        assertThat(column("{\"v\":{\"time\":\"22/Nov/2026:10:00:00 +0200\"}}").type().spec())
                .isEqualTo("row(time varchar)");
    }

    @Test
    void theEventTimeIsATimestampPresentOnEveryLine() {
        String time = "\"2026-11-22T10:00:00Z\"";
        assertThat(draft("{\"seen\":" + time + ",\"ts\":" + time + "}").spec().eventTime()).contains("ts");
        assertThat(draft("{\"seen\":" + time + ",\"ts\":" + time + "}", "{\"seen\":" + time + "}").spec().eventTime())
                .contains("seen");
        assertThat(draft("{\"ts\":" + time + "}", "{}").spec().eventTime()).isEmpty();
    }

    @Test
    void theYamlHasTheNotesAsCommentsAndCanBeParsed() {
        SpecDraft draft = draft("{\"createdAt\":\"2026-11-22T10:00:00Z\",\"x\":[]}", "[1]", "", "{\"cut\":", "{} {}");
        assertThat(draft.yaml()).isEqualTo("""
                                           # Drafted from 1 JSON objects. Check schema, landing and column types.
                                           # Lines that are not JSON objects: 3.
                                           # x is json: always an empty array.
                                           dataset: events
                                           schema: lake
                                           landing:
                                             root: local:///landing/events
                                           columns:
                                             created_at: {type: timestamp(6) with time zone, path: $.createdAt}
                                             x: json
                                           event_time: created_at
                                           """);
        assertThat(SpecReader.parse("draft", draft.yaml())).isEqualTo(draft.spec());
    }

    @Test
    void linesWithoutAnObjectAreRejected() {
        assertThatThrownBy(() -> draft("[]", "{}")).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "Cannot draft a spec: no line is a JSON object with a key (1 objects, 1 other lines)");
    }

    private static String object(int keys, String value) {
        return IntStream.range(0, keys).mapToObj(i -> "\"k" + i + "\":" + value)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Column column(String... lines) {
        return draft(lines).spec().columns().get(0);
    }

    private static SpecDraft draft(String... lines) {
        Sample sample = new Sample();
        Stream.of(lines).forEach(sample::add);
        return SpecDraft.of("events", SpecDraft.landing("events"), sample, List.of());
    }
}
