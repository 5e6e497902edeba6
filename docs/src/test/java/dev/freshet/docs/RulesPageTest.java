package dev.freshet.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DataType;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.TimePattern;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.spec.json.LineRule;
import dev.freshet.spec.json.TypeRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables on the rules page are generated from the rules and from the certified results of both routes. Update them
 * with {@code -Dfreshet.docs.write=true}.
 */
class RulesPageTest {
    private static final Path DOCS = Path.of("").toAbsolutePath();
    private static final Path PAGE = DOCS.resolve("rules.md");
    private static final List<String> SHOWN_TYPES = List.of("boolean", "integer", "bigint", "double",
            "decimal(10, 2)", "varchar", "date", "timestamp(6) with time zone", "json", "array(bigint)",
            "map(varchar, varchar)");
    private static final List<String> SHOWN_VALUES = List.of("null", "true", "\"true\"", "1", "-0", "1.9", "1.50",
            "1e3", "2147483648", "9223372036854775808", "1e400", "0.005", "\"12\"", "\" 12\"", "\"012\"", "\"1.0\"",
            "\"0x1F\"", "\"\"", "\"abc\"", "\"NaN\"", "\"2026-11-22\"", "\"2026-02-30\"",
            "\"2026-11-22T10:00:00\"", "\"2026-11-22T10:00:00Z\"", "\"2026-11-22T10:00:00+02:00\"",
            "\"2026-11-22T10:00:00.1234567\"", "1446249499322", "\"\\ud83d\\ude00\"", "\"\\ud83d\"",
            "\"\\u0001\"", "{}", "{\"a\":1}", "{\"a\":1,\"a\":2}", "[]", "[1,2]", "[\"1\"]", "[1.5]", "[null]");
    private static final List<String> SHOWN_LINES = List.of("", " \t ", "{}", "{\"id\":\"-18\"}", " {\"id\":-8}",
            "{\"id\":-7}\t", "{\"ID\":-17}", "{\"id\":null}", "{\"id\":\"x\"}", "{\"v\":1,\"id\":-15,\"id\":-16}",
            "{\"\\u0069d\":-36}", "[]", " [1]", "1", "null", "\"x\"", "hello", "{", "{\"id\":-20,\"v\"",
            "{\"id\":-11,}",
            "{\"id\":-1}{\"id\":-2}", "{\"id\":-3} {\"id\":-4}", "{\"id\":-24}\u0001{\"id\":-25}", "{\"id\":-5} x",
            "{\"id\":-13}//c", "{\"id\":-27}\u0000", "{\"id\":-26,\"v\":\"\u0000\"}", "\ufeff{\"id\":-10}");

    @Test
    void theTablesMatchTheRules() throws IOException {
        String text = Files.readString(PAGE);
        for (Map.Entry<String, String> table : tables().entrySet()) {
            Pattern block = Pattern.compile("(?s)(<!-- %s -->\n).*?(\n<!-- end -->)".formatted(table.getKey()));
            Matcher found = block.matcher(text);
            assertThat(found.find()).as(table.getKey()).isTrue();
            text = found.replaceFirst("$1\n" + Matcher.quoteReplacement(table.getValue()) + "$2");
        }
        if (Boolean.getBoolean("freshet.docs.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(text);
    }

    private static Map<String, String> tables() throws IOException {
        JsonNode certificate = new ObjectMapper().readTree(DOCS.resolve("results/parity.json").toFile());
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("line rules", lineRules());
        tables.put("kinds", kinds());
        tables.put("types", types());
        tables.put("values", values(certificate));
        tables.put("lines", lines(certificate));
        return tables;
    }

    private static String lineRules() {
        List<List<String>> rows = new ArrayList<>();
        for (LineRule rule : LineRule.values()) {
            rows.add(List.of(rule.says(), "`" + rule.reason() + "`"));
        }
        rows.add(List.of("a `required` column has a valid value",
                "`" + LineRule.reason(column("size", true, false)) + "`"));
        rows.add(List.of("a column with `invalid: reject` has a valid value, null, or no value",
                "`" + LineRule.reason(column("size", false, true)) + "`"));
        rows.add(List.of(
                "with `allowed_lateness`, an event time is at most that long before the start of the landing day",
                "`" + LineRule.lateReason(SpecReader.parse("late.yaml", """
                                                                        dataset: late
                                                                        schema: late
                                                                        landing: {root: "local:///late"}
                                                                        columns: {time: timestamp(6) with time zone}
                                                                        event_time: time
                                                                        allowed_lateness: P2D
                                                                        """)) + "`"));
        return table(List.of("rule", "reject reason"), rows);
    }

    private static Column column(String name, boolean required, boolean strict) {
        return new Column(name, Scalar.BIGINT, JsonPath.of(name), required, strict, TimeFormat.ISO8601, name);
    }

    private static String kinds() {
        List<String> head = new ArrayList<>(List.of("type", "absent"));
        Arrays.stream(JsonKind.values()).forEach(kind -> head.add(kind.toString()));
        List<List<String>> rows = new ArrayList<>();
        rules().forEach((type, rule) -> {
            List<String> row = new ArrayList<>(List.of("`" + type + "`", "NULL"));
            for (JsonKind kind : JsonKind.values()) {
                row.add(!rule.kinds().contains(kind) ? "NULL" : rule.sql() == null ? "the value" : "by its text");
            }
            rows.add(row);
        });
        return table(head, rows);
    }

    private static String types() {
        List<List<String>> rows = new ArrayList<>();
        rules().forEach((type, rule) -> rows.add(List.of("`" + type + "`", rule.takes(), rule.refuses(),
                rule.form() == null ? "" : code(rule.form().pattern().replaceAll("^\\\\A|\\\\z$", "")))));
        return table(List.of("type", "accepts", "rejects", "form of the text"), rows);
    }

    private static Map<String, TypeRule> rules() {
        Map<String, TypeRule> rules = new LinkedHashMap<>();
        for (Scalar type : Scalar.values()) {
            rules.put(type.spec(), TypeRule.of(type, TimeFormat.ISO8601));
            if (type == Scalar.DATE) {
                TimeFormat pattern = new TimeFormat.Text(Optional.of(TimePattern.parse("dd.MM.yyyy")),
                        Optional.empty());
                rules.put("date, format: dd.MM.yyyy", TypeRule.of(type, pattern));
            }
            if (type == Scalar.DOUBLE) {
                rules.put("decimal(p, s)", TypeRule.of(new DataType.Decimal(38, 0), TimeFormat.ISO8601));
            }
            if (type == Scalar.TIMESTAMP_TZ) {
                TimeFormat zoned = new TimeFormat.Text(Optional.empty(), Optional.of(ZoneId.of("Europe/Berlin")));
                rules.put(type.spec() + ", zone: Europe/Berlin", TypeRule.of(type, zoned));
                for (TimeFormat format : TimeFormat.Epoch.values()) {
                    rules.put("a timestamp, format: " + format.spec(), TypeRule.of(type, format));
                }
            }
        }
        rules.put("row(name type, ...)", TypeRule.of(new DataType.Row(List.of()), TimeFormat.ISO8601));
        rules.put("array(type)", TypeRule.of(new DataType.Array(Scalar.JSON), TimeFormat.ISO8601));
        rules.put("map(varchar, type)", TypeRule.of(new DataType.MapOf(Scalar.JSON), TimeFormat.ISO8601));
        return rules;
    }

    private static String values(JsonNode certificate) {
        List<String> head = new ArrayList<>(List.of("JSON"));
        SHOWN_TYPES.forEach(type -> head.add("`" + type + "`"));
        List<List<String>> rows = new ArrayList<>();
        for (String value : SHOWN_VALUES) {
            JsonNode is = find(certificate.get("values"), "json", value);
            List<String> row = new ArrayList<>(List.of(code(value)));
            SHOWN_TYPES.forEach(type -> row.add(is.has(type) ? code(is.get(type).textValue()) : ""));
            rows.add(row);
        }
        return table(head, rows);
    }

    private static String lines(JsonNode certificate) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : SHOWN_LINES) {
            rows.add(List.of(code(line), find(certificate.get("lines"), "line", line).textValue()));
        }
        return table(List.of("line", "becomes"), rows);
    }

    private static JsonNode find(JsonNode cases, String key, String text) {
        for (JsonNode each : cases) {
            if (each.get(key).textValue().equals(text)) {
                return each.get("is");
            }
        }
        throw new AssertionError("Cannot find the case: " + text);
    }

    /** Formats text as code in a table. Invisible characters become escapes. */
    private static String code(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().forEach(c -> shown.append(c < ' ' || c == 0x7f || c == 0xa0 || c == 0xfeff || c == 0xfffd
                ? "<U+%04X>".formatted(c)
                : c == '|' ? "\\|" : String.valueOf((char) c)));
        return text.isEmpty() ? "(empty)"
                : text.isBlank() || text.contains("`") ? "`` " + shown + " ``" : "`" + shown + "`";
    }

    private static String table(List<String> head, List<List<String>> rows) {
        StringBuilder table = new StringBuilder();
        row(table, head);
        row(table, head.stream().map(cell -> "---").toList());
        rows.forEach(row -> row(table, row));
        return table.toString();
    }

    private static void row(StringBuilder table, List<String> cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
