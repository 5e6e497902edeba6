package dev.freshet.transform.checksum;

import java.util.UUID;

/**
 * The 64-bit hashes that Trino 476's {@code checksum} adds up, one for each form of a value. They are those of the
 * {@code XX_HASH_64} operators in Trino's {@code io.trino.spi.type}.
 * <p>
 * A row or an array is hashed field by field: {@code hash = next(hash, field)}, from {@link #ROW} or {@link #ARRAY} on.
 * A map's hash is the sum of its {@link #entry entries}. A NULL inside of a row, an array or a map is {@link #NULL}. A
 * NULL that is a column's value has no hash: see {@link Checksum#addNull}.
 */
public final class TrinoHash {
    public static final long NULL = 0;
    /** Where the hash of a row begins. */
    public static final long ROW = 1;
    /** Where the hash of an array begins; also the hash of an empty array. */
    public static final long ARRAY = 0;
    /** Where the sum of a map's entries begins; also the hash of an empty map. */
    public static final long MAP = 0;

    private static final int FACTOR = 31;
    private static final int MICROS_PER_MILLI = 1_000;
    private static final long PICOS_PER_MICRO = 1_000_000;

    private TrinoHash() {}

    public static long bool(boolean value) {
        return int64(value ? 1 : 0);
    }

    /**
     * An integer, a bigint, a date as days, a {@code timestamp(6)} as microseconds, a decimal of up to 18 digits as its
     * unscaled value.
     */
    public static long int64(long value) {
        return XxHash64.hash(value);
    }

    public static long float32(float value) {
        return int64(Float.floatToIntBits(value == 0 ? 0 : value)); // -0 is 0
    }

    public static long float64(double value) {
        return int64(Double.doubleToLongBits(value == 0 ? 0 : value)); // -0 is 0
    }

    /** The same types as {@link #int64}, inside of a row. */
    public static long int64InRow(long value) {
        return XxHash64.round(0, value);
    }

    public static long float32InRow(float value) {
        return int64InRow(Float.floatToIntBits(value == 0 ? 0 : value));
    }

    public static long float64InRow(double value) {
        return int64InRow(Double.doubleToLongBits(value == 0 ? 0 : value));
    }

    /**
     * A decimal of more than 18 digits: its unscaled value in 128 bits.
     *
     * @param high the upper 64 bits, with the sign
     * @param low the lower 64 bits
     */
    public static long int128(long high, long low) {
        return int64(high) ^ int64(low);
    }

    /** A {@code timestamp(6) with time zone}, as microseconds since 1970-01-01T00:00 UTC. */
    public static long instant(long micros) {
        return int64(Math.floorDiv(micros, MICROS_PER_MILLI))
                ^ int64(Math.floorMod(micros, MICROS_PER_MILLI) * PICOS_PER_MICRO);
    }

    public static long uuid(UUID value) {
        return uuid(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }

    public static long uuid(long mostSignificant, long leastSignificant) {
        return int128(Long.reverseBytes(mostSignificant), Long.reverseBytes(leastSignificant));
    }

    /** A varchar as UTF-8, or a varbinary. */
    public static long bytes(byte[] bytes, int offset, int length) {
        return XxHash64.hash(bytes, offset, length);
    }

    /** The hash of a row or an array with one more field. */
    public static long next(long hash, long field) {
        return FACTOR * hash + field;
    }

    /** The part of a map's hash that comes from one entry. */
    public static long entry(long key, long value) {
        return key ^ value;
    }
}
