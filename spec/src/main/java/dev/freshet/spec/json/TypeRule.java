package dev.freshet.spec.json;

import dev.freshet.core.Names;
import dev.freshet.spec.DataType.Decimal;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
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
 * @param java writes the value in Java, or throws if out of range
 * @param takes valid values, in words
 * @param refuses look-alikes that are rejected
 */
public record TypeRule(Set<JsonKind> kinds, Pattern form, String sql, Conversion java, String takes,
        String refuses) {
    /** Writes one value. Throws one of the exceptions that {@link #write} catches if the text is out of range. */
    @FunctionalInterface
    public interface Conversion {
        void convert(String text, ValueSink value);
    }

    private static final Set<JsonKind> BOOLEANS = EnumSet.of(JsonKind.BOOLEAN, JsonKind.STRING);
    private static final Set<JsonKind> NUMBERS = EnumSet.of(JsonKind.NUMBER, JsonKind.STRING);
    private static final Set<JsonKind> STRINGS = EnumSet.of(JsonKind.STRING);
    private static final String WHOLE_NUMBER = "-?[0-9]{1,19}";
    private static final String NUMBER = "-?[0-9]{1,400}(?:\\.[0-9]{1,600})?";
    private static final String EXPONENT = "(?:[eE][-+]?[0-9]{1,2})?";
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String DATE_TIME = DATE + "[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?";
    /** {@code +02:00}, {@code +0200} or {@code +02}. */
    static final String OFFSET = "[+-](?:(?:0[0-9]|1[0-3])(?::?[0-5][0-9])?|14(?::?00)?)";
    /** The end of a time with an offset. */
    static final String ZONE = "(?:Z| ?" + OFFSET + ")";
    static final String BOOLEAN = "(?:true|false)";
    static final String UUID_FORM = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    /** @param format for dates and timestamps; other types ignore it, and a date ignores an epoch */
    public static TypeRule of(DataType type, TimeFormat format) {
        return switch (type) {
            case Scalar scalar -> of(scalar, format);
            case Decimal decimal -> scalar(NUMBERS, NUMBER + EXPONENT, tryCast(decimal),
                    (text, value) -> value.decimal(decimal(text, decimal)),
                    "decimals with an exponent of up to two digits, rounded half up to the scale",
                    "more digits than the precision");
            case DataType.Row row ->
                structure(JsonKind.OBJECT, "objects; a field's name is its key, in the same case", "");
            case DataType.Array array -> structure(JsonKind.ARRAY, "arrays", "");
            case DataType.MapOf map -> structure(JsonKind.OBJECT, "objects", "an object with a key twice");
        };
    }

    private static TypeRule of(Scalar type, TimeFormat format) {
        return switch (type) {
            case BOOLEAN -> scalar(BOOLEANS, BOOLEAN, tryCast(type),
                    (text, value) -> value.bool(Boolean.parseBoolean(text)), "`true`, `false`",
                    "`1`, `\"yes\"`, `\"TRUE\"`");
            case INTEGER ->
                scalar(NUMBERS, WHOLE_NUMBER, tryCast(type), (text, value) -> value.int32(Integer.parseInt(text)),
                        "whole numbers of 32 bits; leading zeros are decimal",
                        "`1.0`, `1e3`, `\"+1\"`, `\" 1\"`, out of range");
            case BIGINT ->
                scalar(NUMBERS, WHOLE_NUMBER, tryCast(type), (text, value) -> value.int64(Long.parseLong(text)),
                        "whole numbers of 64 bits; leading zeros are decimal",
                        "`1.0`, `1e3`, `\"+1\"`, `\" 1\"`, out of range");
            case REAL -> scalar(NUMBERS, NUMBER + "(?:[eE][-+]?[0-9]{1,5})?",
                    finite("TRY_CAST(%s AS real)"),
                    (text, value) -> value.float32(finite(Float.parseFloat(text))),
                    "decimals with or without an exponent, the nearest value of 32 bits",
                    "`\"NaN\"`, infinities, out of range");
            case DOUBLE -> scalar(NUMBERS, NUMBER + "(?:[eE][-+]?[0-9]{1,5})?",
                    finite("TRY_CAST(%s AS double)"),
                    (text, value) -> value.float64(finite(Double.parseDouble(text))),
                    "decimals with or without an exponent, the nearest value of 64 bits",
                    "`\"NaN\"`, infinities, out of range");
            case VARCHAR ->
                scalar(JsonKind.SCALARS, null, "%s", (text, value) -> value.text(text),
                        "strings; numbers and booleans as they are written",
                        "");
            case VARBINARY ->
                scalar(STRINGS, null, "TRY(from_base64(%s))",
                        (text, value) -> value.bytes(Base64.getDecoder().decode(text)),
                        "base64", "other text");
            case UUID -> scalar(STRINGS, UUID_FORM, tryCast(type), (text, value) -> value.uuid(UUID.fromString(text)),
                    "the form with hyphens",
                    "without hyphens, in braces");
            case DATE -> format instanceof TimeFormat.Text text ? text(type, text) : of(type, TimeFormat.ISO8601);
            case TIMESTAMP, TIMESTAMP_TZ -> switch (format) {
                case TimeFormat.Text text -> text(type, text);
                case TimeFormat.Epoch epoch -> epoch(type, epoch);
            };
            case JSON -> new TypeRule(JsonKind.VALUES, null, null, null,
                    "any value, kept as text without spaces; a number with a fraction or an exponent is written as the nearest double",
                    "");
        };
    }

    private static TypeRule text(Scalar type, TimeFormat.Text format) {
        TypeRule iso = switch (type) {
            case DATE -> scalar(STRINGS, DATE, tryCast(type),
                    (text, value) -> value.int32(Math.toIntExact(LocalDate.parse(text).toEpochDay())),
                    "`2026-11-22`", "30 February, a time of day");
            case TIMESTAMP -> scalar(STRINGS, DATE_TIME, "TRY_CAST(replace(%s, 'T', ' ') AS timestamp(6))",
                    (text, value) -> value.int64(micros(text, ZoneOffset.UTC)),
                    "`2026-11-22T10:00:00.123456`; a space for the `T`; seconds may be missing; a seventh digit rounds half up",
                    "a zone, 30 February, 24:00, a leap second");
            default -> format.zone().map(TypeRule::zoned).orElseGet(() -> scalar(STRINGS,
                    DATE_TIME + ZONE, instant("replace(%s, 'T', ' ')"),
                    (text, value) -> value.int64(offsetMicros(text)),
                    "the same with `Z` or an offset of up to 14:00: `+02:00`, `+0200` or `+02`; shown in UTC",
                    "no zone, a zone's name"));
        };
        return format.pattern().map(TimeText::new).map(pattern -> scalar(NUMBERS, pattern.form(),
                iso.sql.formatted(pattern.sql()), (text, value) -> iso.java.convert(pattern.iso(text), value),
                "the pattern's text", iso.refuses)).orElse(iso);
    }

    /**
     * A local time that a clock change skips moves on by the change; of two times with the same text it is the first.
     */
    private static TypeRule zoned(ZoneId zone) {
        return scalar(STRINGS, DATE_TIME, instant("replace(%s, 'T', ' ') || " + Names.literal(" " + zone.getId())),
                (text, value) -> value.int64(micros(text, zone)), "a `timestamp(6)` in that zone; shown in UTC",
                "an offset");
    }

    private static String instant(String text) {
        return "TRY_CAST(" + text + " AS timestamp(6) with time zone) AT TIME ZONE 'UTC'";
    }

    /** {@code from_unixtime_nanos} takes 64 bits of nanoseconds. */
    private static TypeRule epoch(Scalar type, TimeFormat.Epoch format) {
        boolean nanos = format == TimeFormat.Epoch.NANOS;
        String micros = nanos ? "round(CAST(%s AS decimal(19, 0)) / 1000) * 1000"
                : "CAST(%s AS decimal(16, " + format.power() + ")) * 1" + "0".repeat(format.power() + 3);
        String sql = "TRY(from_unixtime_nanos(CAST(" + micros + " AS bigint))) AT TIME ZONE 'UTC'";
        return scalar(NUMBERS, nanos ? WHOLE_NUMBER : NUMBER + EXPONENT,
                type == Scalar.TIMESTAMP ? "CAST(" + sql + " AS timestamp(6))" : sql,
                (text, value) -> value.int64(epochMicros(text, format)),
                (nanos ? "a whole number of " : "a number, with or without a fraction or an exponent, of ")
                        + format.unit() + " since 1970-01-01T00:00Z; rounded half up to micros",
                nanos ? "a fraction, before 1677 or after 2262" : "before 1677 or after 2262");
    }

    private static TypeRule scalar(Set<JsonKind> kinds, String form, String sql, Conversion java,
            String takes,
            String refuses) {
        return new TypeRule(kinds, form == null ? null : Pattern.compile("\\A" + form + "\\z"), sql, java,
                takes, refuses);
    }

    /** Trino 482 and 483 cannot plan {@code nullif} of an expression in a lambda (trinodb/trino#30399). */
    private static String finite(String number) {
        return "element_at(filter(ARRAY[" + number + "], number -> is_finite(number)), 1)";
    }

    private static TypeRule structure(JsonKind kind, String takes, String refuses) {
        return new TypeRule(Set.of(kind), null, null, null, takes, refuses);
    }

    /** Writes the value of a scalar's text. Returns false, and writes nothing, if the text is invalid. */
    public boolean write(String text, ValueSink value) {
        if (form != null && !form.matcher(text).matches()) {
            return false;
        }
        try {
            java.convert(text, value);
            return true;
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return false; // out of range
        }
    }

    /** The value of a scalar's text as an object, in the form of {@link ValueSink}; {@code null} if invalid. */
    public Object value(String text) {
        BoxedValue value = new BoxedValue();
        return write(text, value) ? value.get() : null;
    }

    private static String tryCast(DataType type) {
        return "TRY_CAST(%s AS " + type.sql() + ")";
    }

    private static float finite(float value) {
        if (!Float.isFinite(value)) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static BigDecimal decimal(String text, Decimal type) {
        BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
        if (value.precision() > type.precision()) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static long offsetMicros(String text) {
        int at = text.endsWith("Z") ? text.length() - 1 : Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        return micros(text.substring(0, at).stripTrailing(), ZoneOffset.of(text.substring(at)));
    }

    /** Rounds half up to microseconds. */
    private static long micros(String text, ZoneId zone) {
        LocalDateTime local = LocalDate.parse(text.substring(0, 10)).atTime(LocalTime.parse(text.substring(11)));
        return local.atZone(zone).toEpochSecond() * 1_000_000 + (local.getNano() + 500) / 1_000;
    }

    /** @throws ArithmeticException if it is beyond the range of Trino's {@code from_unixtime_nanos} */
    private static long epochMicros(String text, TimeFormat.Epoch format) {
        long micros = new BigDecimal(text).movePointRight(format.power()).setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        Math.multiplyExact(micros, 1_000L);
        return micros;
    }
}
