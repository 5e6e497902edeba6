package dev.freshet.transform.columns;

import org.apache.iceberg.types.Type;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/** UUIDs and large decimals: plain, in the order of the network. */
final class WideValues implements Values {
    private final WideLeaf leaf;
    private final int length;
    private final boolean isUuid;

    WideValues(WideLeaf leaf) {
        this.leaf = leaf;
        this.length = leaf.descriptor.getPrimitiveType().getTypeLength();
        this.isUuid = leaf.type.typeId() == Type.TypeID.UUID;
    }

    @Override
    public void begin(int[] slots, int count) {}

    @Override
    public int dictionarySize() {
        return 0;
    }

    @Override
    public void encodeDictionary(ByteBuilder out) {}

    @Override
    public Encoding encoding() {
        return Encoding.PLAIN;
    }

    @Override
    public void encode(int[] slots, int from, int to, ByteBuilder out, Statistics<?> statistics) {
        out.reserve((to - from) * length);
        int least = -1;
        int most = -1;
        for (int i = from; i < to; i++) {
            int slot = slots[i];
            addTo(out, slot);
            least = least < 0 || compare(slot, least) < 0 ? slot : least;
            most = most < 0 || compare(slot, most) > 0 ? slot : most;
        }
        if (least >= 0) {
            statistics.updateStats(leaf.binary(least));
            statistics.updateStats(leaf.binary(most));
        }
    }

    private void addTo(ByteBuilder out, int slot) {
        if (length > 8) {
            out.addLow(Long.reverseBytes(leaf.halves[2 * slot] << 8 * (16 - length)), length - 8);
        }
        out.addLong(Long.reverseBytes(leaf.halves[2 * slot + 1]));
    }

    private int compare(int a, int b) {
        long high = leaf.halves[2 * a];
        long otherHigh = leaf.halves[2 * b];
        if (high != otherHigh) {
            return isUuid ? Long.compareUnsigned(high, otherHigh) : Long.compare(high, otherHigh);
        }
        return Long.compareUnsigned(leaf.halves[2 * a + 1], leaf.halves[2 * b + 1]);
    }

    @Override
    public int bytes() {
        return length;
    }
}
