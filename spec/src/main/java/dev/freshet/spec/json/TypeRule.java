package dev.freshet.spec.json;

import dev.freshet.spec.DataType.Decimal;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a column type reads JSON, with its conversions in Trino and in Java side by side: the tail's SQL and the batch's
 * mapper both use it. The text of a string is its characters, that of a number or boolean its token, so {@code 12} and
 * {@code "12"} are the same bigint. Any other value is invalid for the type.
 *
 * @param kinds the JSON kinds that it accepts; a form, if any, already excludes the others
 * @param form the pattern that a scalar's whole text must match, in the syntax that Trino and Java share; {@code null}
 *        if any text is valid
 * @param sql the value in Trino, NULL if out of range; {@code %s} is the text, or NULL if it does not match the form
 * @param java the value in Java, as Iceberg's generic writer expects it; {@code null} or an exception if out of range
 * @param takes valid values, in words
 * @param refuses look-alikes that are rejected
 */
public record TypeRule(Set<JsonKind> kinds, Pattern form, String sql, Function<String, Object> java, String takes,
        String refuses) {
    private static final Set<JsonKind> BOOLEANS = EnumSet.of(JsonKind.BOOLEAN, JsonKind.STRING);
    private static final Set<JsonKind> NUMBERS = EnumSet.of(JsonKind.NUMBER, JsonKind.STRING);
    private static final Set<JsonKind> STRINGS = EnumSet.of(JsonKind.STRING);
    private static final String WHOLE_NUMBER = "-?[0-9]{1,19}";
    private static final String NUMBER = "-?[0-9]{1,400}(?:\\.[0-9]{1,600})?";
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String DATE_TIME = DATE + "[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?";
    private static final String OFFSET = "(?:Z| ?[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))";
    private static final String UUID_FORM = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    /** @param format for timestamps; other types ignore it */
    public static TypeRule of(DataType type, TimeFormat format) {
        if (type instanceof Decimal decimal) {
            return scalar(NUMBERS, NUMBER + "(?:[eE][-+]?[0-9]{1,2})?", tryCast(decimal),
                    text -> decimal(text, decimal),
                    "decimals with an exponent of up to two digits, rounded half up to the scale",
                    "more digits than the precision");
        }
        if (type instanceof DataType.Row) {
            return structure(JsonKind.OBJECT, "objects; a field's name is its key, case and all", "");
        }
        if (type instanceof DataType.MapOf) {
            return structure(JsonKind.OBJECT, "objects", "an object with a key twice");
        }
        return type instanceof DataType.Array ? structure(JsonKind.ARRAY, "arrays", "") : of((Scalar) type, format);
    }

    private static TypeRule of(Scalar type, TimeFormat format) {
        return switch (type) {
            case BOOLEAN -> scalar(BOOLEANS, "(?:true|false)", tryCast(type), Boolean::valueOf, "`true`, `false`",
                    "`1`, `\"yes\"`, `\"TRUE\"`");
            case INTEGER -> scalar(NUMBERS, WHOLE_NUMBER, tryCast(type), Integer::valueOf,
                    "whole numbers of 32 bits; leading zeros are decimal",
                    "`1.0`, `1e3`, `\"+1\"`, `\" 1\"`, out of range");
            case BIGINT -> scalar(NUMBERS, WHOLE_NUMBER, tryCast(type), Long::valueOf,
                    "whole numbers of 64 bits; leading zeros are decimal",
                    "`1.0`, `1e3`, `\"+1\"`, `\" 1\"`, out of range");
            case REAL -> scalar(NUMBERS, NUMBER + "(?:[eE][-+]?[0-9]{1,5})?",
                    "nullif(nullif(TRY_CAST(%s AS real), CAST(infinity() AS real)), CAST(-infinity() AS real))",
                    text -> finite(Float.parseFloat(text)),
                    "decimals with or without an exponent, the nearest value of 32 bits",
                    "`\"NaN\"`, infinities, out of range");
            case DOUBLE -> scalar(NUMBERS, NUMBER + "(?:[eE][-+]?[0-9]{1,5})?",
                    "nullif(nullif(TRY_CAST(%s AS double), infinity()), -infinity())",
                    text -> finite(Double.parseDouble(text)),
                    "decimals with or without an exponent, the nearest value of 64 bits",
                    "`\"NaN\"`, infinities, out of range");
            case VARCHAR ->
                scalar(JsonKind.SCALARS, null, "%s", text -> text, "strings; numbers and booleans as they are written",
                        "");
            case VARBINARY ->
                scalar(STRINGS, null, "TRY(from_base64(%s))", text -> ByteBuffer.wrap(Base64.getDecoder().decode(text)),
                        "base64", "other text");
            case UUID -> scalar(STRINGS, UUID_FORM, tryCast(type), UUID::fromString, "the form with hyphens",
                    "without hyphens, in braces");
            case DATE ->
                scalar(STRINGS, DATE, tryCast(type), LocalDate::parse, "`2026-11-22`", "30 February, a time of day");
            case TIMESTAMP -> format == TimeFormat.ISO8601
                    ? scalar(STRINGS, DATE_TIME, "TRY_CAST(replace(%s, 'T', ' ') AS timestamp(6))", TypeRule::dateTime,
                            "`2026-11-22T10:00:00.123456`; a space for the `T`; seconds may be missing; a seventh digit rounds half up",
                            "a zone, 30 February, 24:00, a leap second")
                    : scalar(NUMBERS, WHOLE_NUMBER, "CAST(" + epochSql(format) + " AS timestamp(6))",
                            text -> epoch(text, format).toLocalDateTime(), epochTakes(format),
                            "a fraction, before 1677 or after 2262");
            case TIMESTAMP_TZ -> format == TimeFormat.ISO8601
                    ? scalar(STRINGS, DATE_TIME + OFFSET,
                            "TRY_CAST(replace(%s, 'T', ' ') AS timestamp(6) with time zone) AT TIME ZONE 'UTC'",
                            TypeRule::offsetDateTime, "the same with `Z` or an offset of up to 14:00; shown in UTC",
                            "no zone, a zone's name")
                    : scalar(NUMBERS, WHOLE_NUMBER, epochSql(format), text -> epoch(text, format), epochTakes(format),
                            "a fraction, before 1677 or after 2262");
            case JSON -> new TypeRule(JsonKind.VALUES, null, null, null,
                    "any value, kept as text without spaces; a number with a fraction or an exponent is written as the nearest double",
                    "");
        };
    }

    private static TypeRule scalar(Set<JsonKind> kinds, String form, String sql, Function<String, Object> java,
            String takes,
            String refuses) {
        return new TypeRule(kinds, form == null ? null : Pattern.compile("\\A" + form + "\\z"), sql, java,
                takes, refuses);
    }

    private static TypeRule structure(JsonKind kind, String takes, String refuses) {
        return new TypeRule(Set.of(kind), null, null, null, takes, refuses);
    }

    /** The value of a scalar's text; {@code null} if the text is invalid. */
    public Object value(String text) {
        if (form != null && !form.matcher(text).matches()) {
            return null;
        }
        try {
            return java.apply(text);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return null; // out of range
        }
    }

    private static String tryCast(DataType type) {
        return "TRY_CAST(%s AS " + type.sql() + ")";
    }

    private static Object finite(float value) {
        return Float.isFinite(value) ? value : null;
    }

    private static Object finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static BigDecimal decimal(String text, Decimal type) {
        BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
        return value.precision() <= type.precision() ? value : null;
    }

    private static OffsetDateTime offsetDateTime(String text) {
        if (text.endsWith("Z")) {
            return dateTime(text.substring(0, text.length() - 1)).atOffset(ZoneOffset.UTC);
        }
        int at = text.length() - "+00:00".length();
        ZoneOffset offset = ZoneOffset.of(text.substring(at));
        return dateTime(text.substring(0, at).stripTrailing()).atOffset(offset)
                .withOffsetSameInstant(ZoneOffset.UTC);
    }

    private static LocalDateTime dateTime(String text) {
        LocalDate date = LocalDate.parse(text.substring(0, 10));
        LocalTime time = LocalTime.parse(text.substring(11));
        return date.atTime(time).plusNanos(500).truncatedTo(ChronoUnit.MICROS);
    }

    private static String epochTakes(TimeFormat format) {
        return "a whole number of " + format.spec().substring("epoch_".length()) + " since 1970-01-01T00:00Z";
    }

    private static String epochSql(TimeFormat format) {
        return "TRY(from_unixtime_nanos(CAST(%s AS bigint) * " + format.micros() * 1000L + ")) AT TIME ZONE 'UTC'";
    }

    private static OffsetDateTime epoch(String text, TimeFormat format) {
        long nanos = Math.multiplyExact(Long.parseLong(text), format.micros() * 1000L);
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .atOffset(ZoneOffset.UTC);
    }
}
