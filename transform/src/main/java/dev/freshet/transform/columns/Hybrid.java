package dev.freshet.transform.columns;

/** Parquet's hybrid of runs and packed bits, for levels and the numbers of dictionary entries. */
final class Hybrid {
    private static final int GROUP = 8;

    private Hybrid() {}

    /** The bits that a number up to this one takes. */
    static int width(int largest) {
        return 32 - Integer.numberOfLeadingZeros(largest);
    }

    static void encode(int[] values, int count, int width, ByteBuilder out) {
        int literals = 0;
        int at = 0;
        while (at < count) {
            int run = run(values, at, count);
            if (run < GROUP) {
                at += GROUP;
            } else {
                pack(values, literals, at, count, width, out);
                out.addUnsigned((long) run << 1);
                out.addLow(values[at], (width + 7) / 8);
                at += run;
                literals = at;
            }
        }
        pack(values, literals, count, count, width, out);
    }

    /** The same for one value, repeated. */
    static void encodeRun(int value, int count, int width, ByteBuilder out) {
        out.addUnsigned((long) count << 1);
        out.addLow(value, (width + 7) / 8);
    }

    private static int run(int[] values, int from, int count) {
        int value = values[from];
        int to = from + 1;
        while (to < count && values[to] == value) {
            to++;
        }
        return to - from;
    }

    /** Packs groups of eight. The last may reach beyond the end, where zeros stand for values. */
    private static void pack(int[] values, int from, int to, int count, int width, ByteBuilder out) {
        if (from == to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        out.addUnsigned((long) groups << 1 | 1);
        int end = from + groups * GROUP;
        long word = 0;
        int bits = 0;
        for (int i = from; i < end; i++) {
            word |= (i < count ? values[i] & 0xffffffffL : 0) << bits;
            bits += width;
            if (bits >= 32) {
                out.addInt((int) word);
                word >>>= 32;
                bits -= 32;
            }
        }
        out.addLow(word, bits / 8);
    }
}
