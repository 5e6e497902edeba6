package dev.freshet.transform.columns;

/** Parquet's DELTA_BINARY_PACKED: each number as its distance from the one before. */
final class Delta {
    private static final int BLOCK = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

    private final long[] deltas = new long[BLOCK];

    /** @param isInt whether the numbers have 32 bits; distances then wrap around at 32 bits */
    void encode(long[] values, int count, boolean isInt, ByteBuilder out) {
        out.addUnsigned(BLOCK);
        out.addUnsigned(MINIBLOCKS);
        out.addUnsigned(count);
        out.addZigZag(count == 0 ? 0 : values[0]);
        for (int from = 1; from < count; from += BLOCK) {
            int size = Math.min(BLOCK, count - from);
            subtract(values, from, size, isInt);
            block(size, isInt, out);
        }
    }

    private void subtract(long[] values, int from, int size, boolean isInt) {
        for (int i = 0; i < size; i++) {
            long delta = values[from + i] - values[from + i - 1];
            deltas[i] = isInt ? (int) delta : delta;
        }
    }

    private void block(int size, boolean isInt, ByteBuilder out) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            least = Math.min(least, deltas[i]);
        }
        out.addZigZag(least);
        long mask = isInt ? 0xffffffffL : -1;
        for (int i = 0; i < BLOCK; i++) {
            deltas[i] = i < size ? deltas[i] - least & mask : 0;
        }
        out.reserve(MINIBLOCKS);
        int[] widths = new int[MINIBLOCKS];
        for (int i = 0; i < MINIBLOCKS; i++) {
            widths[i] = width(i * MINIBLOCK);
            out.addByte(widths[i]);
        }
        for (int i = 0; i < MINIBLOCKS && i * MINIBLOCK < size; i++) {
            pack(i * MINIBLOCK, widths[i], out);
        }
    }

    private int width(int from) {
        long all = 0;
        for (int i = from; i < from + MINIBLOCK; i++) {
            all |= deltas[i];
        }
        return 64 - Long.numberOfLeadingZeros(all);
    }

    private void pack(int from, int width, ByteBuilder out) {
        out.reserve(MINIBLOCK / 8 * width);
        long word = 0;
        int bits = 0;
        for (int i = from; i < from + MINIBLOCK; i++) {
            long value = deltas[i];
            word |= value << bits;
            bits += width;
            if (bits >= 64) {
                out.addLong(word);
                bits -= 64;
                word = bits == 0 ? 0 : value >>> width - bits;
            }
        }
        out.addLow(word, bits / 8);
    }
}
