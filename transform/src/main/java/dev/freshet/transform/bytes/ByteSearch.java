package dev.freshet.transform.bytes;

/** Finds control characters in text, eight bytes at once. */
public final class ByteSearch {
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * EACH_BYTE;

    private ByteSearch() {}

    /** The position of the first LF or CR, or {@code end}. */
    public static int lineEnd(byte[] bytes, int from, int end) {
        int at = below('\r' + 1, bytes, from, end);
        while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
            at = below('\r' + 1, bytes, at + 1, end);
        }
        return at;
    }

    /** The position of the first such byte, or {@code end}. */
    public static int controlCharacter(byte value, byte[] bytes, int from, int end) {
        int at = below(value + 1, bytes, from, end);
        while (at < end && bytes[at] != value) {
            at = below(value + 1, bytes, at + 1, end);
        }
        return at;
    }

    /** @param limit at most 128; bytes from 128 on are not below it */
    private static int below(int limit, byte[] bytes, int from, int end) {
        int at = from;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = Words.word(bytes, at);
            long found = word - limit * EACH_BYTE & ~word & HIGH_BITS;
            if (found != 0) { // only the lowest set bit is exact
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < end && (bytes[at] & 0xff) >= limit) {
            at++;
        }
        return at;
    }
}
