package dev.freshet.transform.checksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Trino's {@code checksum} of one column: a sum, so the order of the values does not matter. Not thread-safe. */
public final class Checksum {
    /** The text of a checksum over nothing. Trino returns NULL. */
    public static final String NONE = "none";
    private static final long PRIME = 0x9E3779B185EBCA87L;

    private long values;
    private long nulls;
    private long sum;

    /** @param hash of a value that is not NULL, as in {@link TrinoHash} */
    public void add(long hash) {
        values++;
        sum += hash;
    }

    public void addNull() {
        nulls++;
    }

    public void addAll(Checksum other) {
        values += other.values;
        nulls += other.nulls;
        sum += other.sum;
    }

    /** The number of values, NULLs included. */
    public long count() {
        return values + nulls;
    }

    public long nulls() {
        return nulls;
    }

    /** Trino's eight bytes as hexadecimal digits, or {@link #NONE}. */
    public String hex() {
        return count() == 0 ? NONE
                : HexFormat.of().formatHex(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(PRIME * (sum + nulls)).array());
    }

    @Override
    public String toString() {
        return hex();
    }
}
