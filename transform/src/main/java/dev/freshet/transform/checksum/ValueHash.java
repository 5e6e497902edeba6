package dev.freshet.transform.checksum;

import dev.freshet.spec.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * The {@link TrinoHash} of a value in the form in which {@link dev.freshet.transform.json.LineMapper} returns it.
 * {@code null} is {@link TrinoHash#NULL}.
 */
@FunctionalInterface
interface ValueHash {
    int SHORT_DECIMAL = 18;

    long of(Object value);

    static ValueHash of(DataType type) {
        return of(type, false);
    }

    private static ValueHash of(DataType type, boolean isInRow) {
        ValueHash hash = notNull(type, isInRow);
        return value -> value == null ? TrinoHash.NULL : hash.of(value);
    }

    private static ValueHash notNull(DataType type, boolean isInRow) {
        return switch (type) {
            case DataType.Scalar scalar -> scalar(scalar, isInRow);
            case DataType.Decimal decimal when decimal.precision() > SHORT_DECIMAL ->
                value -> int128(((BigDecimal) value).unscaledValue());
            case DataType.Decimal decimal -> int64(isInRow,
                    value -> ((BigDecimal) value).unscaledValue().longValueExact());
            case DataType.Row row -> row(row.fields().stream().map(field -> of(field.type(), true)).toList());
            case DataType.Array array -> array(of(array.element(), isInRow));
            case DataType.MapOf map -> map(of(map.value(), isInRow));
        };
    }

    private static ValueHash scalar(DataType.Scalar type, boolean isInRow) {
        return switch (type) {
            case BOOLEAN -> value -> TrinoHash.bool((Boolean) value);
            case INTEGER, DATE -> int64(isInRow, value -> (Integer) value);
            case BIGINT, TIMESTAMP -> int64(isInRow, value -> (Long) value);
            case TIMESTAMP_TZ -> value -> TrinoHash.instant((Long) value);
            case REAL -> isInRow ? value -> TrinoHash.float32InRow((Float) value)
                    : value -> TrinoHash.float32((Float) value);
            case DOUBLE -> isInRow ? value -> TrinoHash.float64InRow((Double) value)
                    : value -> TrinoHash.float64((Double) value);
            case VARCHAR, JSON -> value -> text((String) value);
            case VARBINARY -> value -> bytes((ByteBuffer) value);
            case UUID -> value -> TrinoHash.uuid((UUID) value);
        };
    }

    private static ValueHash int64(boolean isInRow, ToLongFunction<Object> bits) {
        return isInRow ? value -> TrinoHash.int64InRow(bits.applyAsLong(value))
                : value -> TrinoHash.int64(bits.applyAsLong(value));
    }

    private static long int128(BigInteger unscaled) {
        return TrinoHash.int128(unscaled.shiftRight(Long.SIZE).longValueExact(), unscaled.longValue());
    }

    private static long text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return TrinoHash.bytes(bytes, 0, bytes.length);
    }

    private static long bytes(ByteBuffer bytes) {
        return TrinoHash.bytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private static ValueHash row(List<ValueHash> fields) {
        return value -> {
            List<?> values = (List<?>) value;
            long hash = TrinoHash.ROW;
            for (int i = 0; i < fields.size(); i++) {
                hash = TrinoHash.next(hash, fields.get(i).of(values.get(i)));
            }
            return hash;
        };
    }

    private static ValueHash array(ValueHash element) {
        return value -> {
            long hash = TrinoHash.ARRAY;
            for (Object each : (List<?>) value) {
                hash = TrinoHash.next(hash, element.of(each));
            }
            return hash;
        };
    }

    private static ValueHash map(ValueHash entryValue) {
        return value -> {
            long hash = TrinoHash.MAP;
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                hash += TrinoHash.entry(text((String) entry.getKey()), entryValue.of(entry.getValue()));
            }
            return hash;
        };
    }
}
