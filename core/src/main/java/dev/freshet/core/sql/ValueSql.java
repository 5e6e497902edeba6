package dev.freshet.core.sql;

import dev.freshet.core.json.TextForm;
import dev.freshet.core.spec.Column;
import dev.freshet.core.spec.DataType;
import dev.freshet.core.spec.JsonPath;
import dev.freshet.core.spec.TimeFormat;
import java.util.stream.Collectors;

/**
 * The SQL that turns JSON text into a column's value, and never fails: what does not fit is NULL. Scalars are read from
 * the text itself ({@code json_extract_scalar} keeps a number's digits); what has elements goes through Trino's JSON
 * type.
 */
final class ValueSql {
    private ValueSql() {}

    /** The column's value in a tail table's {@code line}, cast to the column's type. */
    static String of(Column column) {
        return cast(value(column.type(), column.format(), "line", column.path().toString(), 0), column.type());
    }

    private static String value(DataType type, TimeFormat format, String json, String path, int depth) {
        if (type instanceof DataType.Array array) {
            String element = "e" + depth;
            return "transform(TRY_CAST(%s AS array(json)), %s -> %s)".formatted(extract(json, path), element,
                    cast(value(array.element(), TimeFormat.ISO8601, element, "$", depth + 1), array.element()));
        }
        if (type instanceof DataType.MapOf map) {
            String value = "v" + depth;
            return "transform_values(TRY_CAST(%s AS map(varchar, json)), (k%d, %s) -> %s)".formatted(
                    extract(json, path), depth, value,
                    cast(value(map.value(), TimeFormat.ISO8601, value, "$", depth + 1), map.value()));
        }
        if (type instanceof DataType.Row row) {
            String fields = row.fields().stream()
                    .map(f -> cast(value(f.type(), TimeFormat.ISO8601, json, path + step(f.name()), depth), f.type()))
                    .collect(Collectors.joining(", "));
            return "IF(starts_with(json_format(%s), '{'), %s)".formatted(extract(json, path),
                    cast("ROW(" + fields + ")", row));
        }
        if (type == DataType.Scalar.JSON) {
            return "nullif(json_format(%s), 'null')".formatted(extract(json, path));
        }
        return scalar(type, format, "json_extract_scalar(%s, %s)".formatted(json, string(path)));
    }

    private static String scalar(DataType type, TimeFormat format, String text) {
        String pattern = TextForm.pattern(type, format);
        String valid = pattern == null ? text : "regexp_extract(%s, %s)".formatted(text, string(pattern));
        if (type instanceof DataType.Decimal) {
            return "TRY_CAST(%s AS %s)".formatted(valid, type.sql());
        }
        return switch ((DataType.Scalar) type) {
            case VARCHAR, JSON -> valid;
            case VARBINARY -> "TRY(from_base64(%s))".formatted(valid);
            case BOOLEAN, INTEGER, BIGINT, DATE, UUID -> "TRY_CAST(%s AS %s)".formatted(valid, type.sql());
            case DOUBLE -> "nullif(nullif(TRY_CAST(%s AS double), infinity()), -infinity())".formatted(valid);
            case REAL -> "nullif(nullif(TRY_CAST(%s AS real), CAST(infinity() AS real)), CAST(-infinity() AS real))"
                    .formatted(valid);
            case TIMESTAMP -> format == TimeFormat.ISO8601
                    ? "TRY_CAST(replace(%s, 'T', ' ') AS timestamp(6))".formatted(valid)
                    : "CAST(%s AS timestamp(6))".formatted(epoch(valid, format));
            case TIMESTAMP_TZ -> format == TimeFormat.ISO8601
                    ? "TRY_CAST(replace(%s, 'T', ' ') AS timestamp(6) with time zone) AT TIME ZONE 'UTC'"
                            .formatted(valid)
                    : epoch(valid, format);
        };
    }

    private static String epoch(String valid, TimeFormat format) {
        return "TRY(from_unixtime_nanos(CAST(%s AS bigint) * %d)) AT TIME ZONE 'UTC'".formatted(valid,
                format.micros() * 1000L);
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

    static String string(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
