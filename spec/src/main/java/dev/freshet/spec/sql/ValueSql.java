package dev.freshet.spec.sql;

import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.Landing;
import dev.freshet.spec.NamedKeys;
import dev.freshet.spec.PartitionKey;
import dev.freshet.spec.Source;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.spec.json.TypeRule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/**
 * The SQL that turns JSON text into a column's value by the {@link TypeRule} of its type. It never fails: an invalid
 * value is NULL. Scalars are read from the text itself, as {@code json_extract_scalar} keeps a number's digits; arrays,
 * maps and {@code json} go through Trino's JSON type.
 */
final class ValueSql {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS")
            .withZone(ZoneOffset.UTC);

    private ValueSql() {}

    /** The column's value in a tail table's {@code line} or {@code "$path"}, cast to the column's type. */
    static String of(Column column, DatasetSpec spec) {
        return cast(switch (column.source()) {
            case JsonPath path -> value(column.type(), column.format(), "line", path.toString(), 0);
            case PartitionKey key -> text(TypeRule.of(column.type(), column.format()), key.sql(spec.landing()));
            case Source.Unnamed rest ->
                "json_format(json_extract(json_format(%s), '$'))"
                        .formatted(unnamed("TRY(json_parse(line))", spec.namedKeys(), 0));
        }, column.type());
    }

    /** Whether the column's source has a value other than null, valid or not. */
    static String present(Column column, Landing landing) {
        return switch (column.source()) {
            case JsonPath path ->
                "(json_extract_scalar(line, %1$s) IS NOT NULL OR nullif(json_format(%2$s), 'null') IS NOT NULL)"
                        .formatted(string(path.toString()), extract("line", path.toString()));
            case PartitionKey key -> key.sql(landing) + " IS NOT NULL";
            case Source.Unnamed rest -> "true";
        };
    }

    private static String value(DataType type, TimeFormat format, String json, String path, int depth) {
        return switch (type) {
            case DataType.Scalar scalar -> scalar == DataType.Scalar.JSON
                    ? nullIf("json_format(%s)".formatted(extract(json, path)), "'null'")
                    : scalar(TypeRule.of(scalar, format), json, path);
            case DataType.Decimal decimal -> scalar(TypeRule.of(decimal, format), json, path);
            case DataType.Row row -> row(row, json, path, depth);
            case DataType.Array array -> array(array, json, path, depth);
            case DataType.MapOf map -> map(map, json, path, depth);
        };
    }

    private static String row(DataType.Row row, String json, String path, int depth) {
        String fields = row.fields().stream()
                .map(f -> cast(value(f.type(), TimeFormat.ISO8601, json, path + step(f.name()), depth), f.type()))
                .collect(Collectors.joining(", "));
        return "IF(starts_with(json_format(%s), '{'), %s)".formatted(extract(json, path),
                cast("ROW(" + fields + ")", row));
    }

    private static String array(DataType.Array array, String json, String path, int depth) {
        String element = "e" + depth;
        return "transform(TRY_CAST(%s AS array(json)), %s -> %s)".formatted(extract(json, path), element,
                cast(value(array.element(), TimeFormat.ISO8601, element, "$", depth + 1), array.element()));
    }

    private static String map(DataType.MapOf map, String json, String path, int depth) {
        String value = "v" + depth;
        return "transform_values(TRY_CAST(%s AS map(varchar, json)), (k%d, %s) -> %s)".formatted(
                extract(json, path), depth, value,
                cast(value(map.value(), TimeFormat.ISO8601, value, "$", depth + 1), map.value()));
    }

    private static String scalar(TypeRule rule, String json, String path) {
        String text = "json_extract_scalar(%s, %s)".formatted(json, string(path));
        return rule.form() != null || rule.kinds().equals(JsonKind.SCALARS) ? text(rule, text)
                : "IF(%s, %s)".formatted(isString(text, extract(json, path)), text(rule, text));
    }

    /** The value of a scalar's text. */
    private static String text(TypeRule rule, String text) {
        return rule.sql().formatted(rule.form() == null ? text
                : "regexp_extract(%s, %s)".formatted(text, string(rule.form().pattern())));
    }

    /** A number beyond the range of double becomes the string Infinity in Trino's JSON type. */
    private static String isString(String text, String json) {
        return "starts_with(json_format(%1$s), '\"') AND (json_format(%1$s) NOT IN ('\"Infinity\"', '\"-Infinity\"') OR %2$s IN ('Infinity', '-Infinity'))"
                .formatted(json, text);
    }

    /** The object without its named keys, as JSON; NULL if nothing is left. */
    private static String unnamed(String json, NamedKeys named, int depth) {
        String key = "k" + depth;
        String value = "v" + depth;
        String cases = named.inner().entrySet().stream()
                .map(e -> " WHEN %s THEN %s".formatted(string(e.getKey()),
                        unnamedBelow(value, e.getValue(), depth + 1)))
                .collect(Collectors.joining());
        return nullIf("""
                      CAST(map_filter(transform_values(TRY_CAST(%s AS map(varchar, json)), \
                      (%s, %s) -> CASE %s%s ELSE %s END), (%s, %s) -> %s IS NOT NULL) AS json)""".formatted(json,
                key, value, key, cases, value, key, value, value), "JSON '{}'");
    }

    /** Trino 482 and 483 cannot plan {@code nullif} of an expression in a lambda (trinodb/trino#30399). */
    private static String nullIf(String value, String none) {
        return "element_at(filter(ARRAY[%s], value -> value <> %s), 1)".formatted(value, none);
    }

    private static String unnamedBelow(String json, NamedKeys named, int depth) {
        return named.isWhole() ? "NULL"
                : "IF(starts_with(json_format(%1$s), '{'), %2$s, nullif(%1$s, JSON 'null'))"
                        .formatted(json, unnamed(json, named, depth));
    }

    private static String extract(String json, String path) {
        return "json_extract(%s, %s)".formatted(json, string(path));
    }

    private static String step(String key) {
        return JsonPath.of(key).toString().substring(1);
    }

    static String cast(String expression, DataType type) {
        return "CAST(" + expression + " AS " + type.sql() + ")";
    }

    static String timestamp(Instant instant) {
        return "TIMESTAMP '" + TIMESTAMP.format(instant) + " UTC'";
    }

    static String string(String text) {
        return Names.literal(text);
    }
}
