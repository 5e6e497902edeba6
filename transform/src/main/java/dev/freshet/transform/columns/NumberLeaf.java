package dev.freshet.transform.columns;

import dev.freshet.transform.checksum.TrinoHash;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;

/**
 * Values of up to 64 bits: numbers, dates as days, timestamps as microseconds, decimals without their scale, floats and
 * doubles as their bits, booleans as 0 and 1.
 */
public final class NumberLeaf extends Leaf {
    long[] values = new long[0];
    private final boolean isInstant;

    NumberLeaf(ColumnDescriptor descriptor, Type type, Cursor cursor) {
        super(descriptor, type, cursor);
        this.isInstant = type instanceof Types.TimestampType time && time.shouldAdjustToUTC();
    }

    public void set(int slot, long value) {
        values[slot] = value;
        define(slot);
    }

    public long get(int slot) {
        return values[slot];
    }

    @Override
    public void setObject(int slot, Object value) {
        values[slot] = switch (value) {
            case Long number -> number;
            case Integer number -> number;
            case Double number -> Double.doubleToRawLongBits(number);
            case Float number -> Float.floatToRawIntBits(number);
            case Boolean bool -> bool ? 1 : 0;
            case BigDecimal decimal -> decimal.unscaledValue().longValueExact();
            case LocalDate date -> date.toEpochDay();
            case LocalDateTime time -> DateTimeUtil.microsFromTimestamp(time);
            case OffsetDateTime time ->
                DateTimeUtil.microsFromTimestamp(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
            default -> throw new IllegalArgumentException("Invalid value of %s: %s".formatted(type, value));
        };
    }

    @Override
    Object value(int slot) {
        long value = values[slot];
        return switch (type.typeId()) {
            case BOOLEAN -> value != 0;
            case INTEGER, DATE -> (int) value;
            case FLOAT -> Float.intBitsToFloat((int) value);
            case DOUBLE -> Double.longBitsToDouble(value);
            case DECIMAL -> new BigDecimal(BigInteger.valueOf(value), ((Types.DecimalType) type).scale());
            default -> value;
        };
    }

    @Override
    void reserveValues(int slots) {
        values = Arrays.copyOf(values, slots);
    }

    @Override
    void takeValues(Leaf other, int slot, int slots) {
        System.arraycopy(((NumberLeaf) other).values, 0, values, slot, slots);
    }

    @Override
    int slotBytes() {
        return 8;
    }

    @Override
    long hash(int slot, boolean isInRow) {
        long value = values[slot];
        return switch (type.typeId()) {
            case BOOLEAN -> TrinoHash.bool(value != 0);
            case FLOAT -> isInRow ? TrinoHash.float32InRow(Float.intBitsToFloat((int) value))
                    : TrinoHash.float32(Float.intBitsToFloat((int) value));
            case DOUBLE -> isInRow ? TrinoHash.float64InRow(Double.longBitsToDouble(value))
                    : TrinoHash.float64(Double.longBitsToDouble(value));
            case TIMESTAMP -> isInstant ? TrinoHash.instant(value) : int64(value, isInRow);
            default -> int64(value, isInRow);
        };
    }

    private static long int64(long value, boolean isInRow) {
        return isInRow ? TrinoHash.int64InRow(value) : TrinoHash.int64(value);
    }

    @Override
    long bigEndianHash(int slot) {
        return TrinoHash.int64(Long.reverseBytes(values[slot]));
    }

    @Override
    long bloomHash(int slot, BloomFilter filter) {
        long value = values[slot];
        return switch (descriptor.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> filter.hash((int) value);
            case FLOAT -> filter.hash(Float.intBitsToFloat((int) value));
            case DOUBLE -> filter.hash(Double.longBitsToDouble(value));
            default -> filter.hash(value);
        };
    }
}
