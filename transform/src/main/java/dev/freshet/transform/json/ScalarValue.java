package dev.freshet.transform.json;

import dev.freshet.core.json.TextForm;
import dev.freshet.core.spec.DataType;
import dev.freshet.core.spec.TimeFormat;
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
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The value of a JSON scalar's text for a type, as Iceberg's generic writer takes it; {@code null} where it is none.
 */
record ScalarValue(DataType type, TimeFormat format, Pattern pattern) {
    static ScalarValue of(DataType type, TimeFormat format) {
        String pattern = TextForm.pattern(type, format);
        return new ScalarValue(type, format, pattern == null ? null : Pattern.compile(pattern));
    }

    Object parse(String text) {
        if (pattern != null && !pattern.matcher(text).matches()) {
            return null;
        }
        try {
            return type instanceof DataType.Decimal decimal ? decimal(text, decimal) : scalar(text);
        } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
            return null; // out of range
        }
    }

    private Object scalar(String text) {
        return switch ((DataType.Scalar) type) {
            case BOOLEAN -> Boolean.valueOf(text);
            case INTEGER -> Integer.valueOf(text);
            case BIGINT -> Long.valueOf(text);
            case REAL -> finite(Float.parseFloat(text));
            case DOUBLE -> finite(Double.parseDouble(text));
            case VARCHAR, JSON -> text;
            case VARBINARY -> base64(text);
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP -> format == TimeFormat.ISO8601 ? dateTime(text) : epoch(text).toLocalDateTime();
            case TIMESTAMP_TZ -> format == TimeFormat.ISO8601 ? offsetDateTime(text) : epoch(text);
            case UUID -> UUID.fromString(text);
        };
    }

    private static Object finite(float value) {
        return Float.isFinite(value) ? value : null;
    }

    private static Object finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static BigDecimal decimal(String text, DataType.Decimal type) {
        BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
        return value.precision() <= type.precision() ? value : null;
    }

    private static ByteBuffer base64(String text) {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
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

    /** {@code yyyy-MM-dd[T ]HH:mm[:ss[.fraction]]}; a seventh digit of the fraction rounds half up. */
    private static LocalDateTime dateTime(String text) {
        LocalDate date = LocalDate.parse(text.substring(0, 10));
        LocalTime time = LocalTime.parse(text.substring(11));
        return date.atTime(time).plusNanos(500).truncatedTo(ChronoUnit.MICROS);
    }

    private OffsetDateTime epoch(String text) {
        long nanos = Math.multiplyExact(Long.parseLong(text), format.micros() * 1000L);
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .atOffset(ZoneOffset.UTC);
    }
}
