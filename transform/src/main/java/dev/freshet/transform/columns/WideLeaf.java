package dev.freshet.transform.columns;

import dev.freshet.transform.checksum.TrinoHash;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.io.api.Binary;

/** Values of 128 bits: UUIDs, and decimals without their scale. */
public final class WideLeaf extends Leaf {
    /** The high and the low half of each slot's value. */
    long[] halves = new long[0];

    WideLeaf(ColumnDescriptor descriptor, Type type, Cursor cursor) {
        super(descriptor, type, cursor);
    }

    public void set(int slot, long high, long low) {
        halves[2 * slot] = high;
        halves[2 * slot + 1] = low;
        define(slot);
    }

    @Override
    public void setObject(int slot, Object value) {
        if (value instanceof UUID uuid) {
            set(slot, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
        } else {
            BigInteger number = ((BigDecimal) value).unscaledValue();
            set(slot, number.shiftRight(64).longValueExact(), number.longValue());
        }
    }

    @Override
    Object value(int slot) {
        long high = halves[2 * slot];
        long low = halves[2 * slot + 1];
        return type instanceof Types.DecimalType decimal
                ? new BigDecimal(new BigInteger(ByteBuffer.allocate(16).putLong(high).putLong(low).array()),
                        decimal.scale())
                : new UUID(high, low);
    }

    @Override
    void reserveValues(int slots) {
        halves = Arrays.copyOf(halves, 2 * slots);
    }

    @Override
    long longest(int rows) {
        return 2L * slots(rows);
    }

    @Override
    void takeValues(Leaf other, int slot, int slots) {
        System.arraycopy(((WideLeaf) other).halves, 0, halves, 2 * slot, 2 * slots);
    }

    @Override
    int slotBytes() {
        return 16;
    }

    @Override
    long hash(int slot, boolean isInRow) {
        long high = halves[2 * slot];
        long low = halves[2 * slot + 1];
        return type.typeId() == Type.TypeID.UUID ? TrinoHash.uuid(high, low) : TrinoHash.int128(high, low);
    }

    @Override
    long bigEndianHash(int slot) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(halves[2 * slot]).putLong(halves[2 * slot + 1]).array();
        return TrinoHash.bytes(bytes, 0, bytes.length);
    }

    @Override
    long bloomHash(int slot, BloomFilter filter) {
        return filter.hash(binary(slot));
    }

    /** A value as it is stored. */
    Binary binary(int slot) {
        int length = descriptor.getPrimitiveType().getTypeLength();
        byte[] all = ByteBuffer.allocate(16).putLong(halves[2 * slot]).putLong(halves[2 * slot + 1]).array();
        return Binary.fromConstantByteArray(all, 16 - length, length);
    }
}
