package dev.freshet.transform.scan;

import java.util.Arrays;

/** A UUID of 36 characters as two halves. */
final class UuidText {
    private static final int LENGTH = 36;
    private static final byte[] DIGITS = new byte[128];

    long high;
    long low;

    static {
        Arrays.fill(DIGITS, (byte) -1);
        for (char c = '0'; c <= '9'; c++) {
            DIGITS[c] = (byte) (c - '0');
        }
        for (int i = 0; i < 6; i++) {
            DIGITS['a' + i] = (byte) (10 + i);
            DIGITS['A' + i] = (byte) (10 + i);
        }
    }

    /** Returns false if the text is not of the form. */
    boolean read(byte[] text, int from, int to) {
        if (to - from != LENGTH || text[from + 8] != '-' || text[from + 13] != '-' || text[from + 18] != '-'
                || text[from + 23] != '-') {
            return false;
        }
        long a = hex(text, from, 8);
        long b = hex(text, from + 9, 4);
        long c = hex(text, from + 14, 4);
        long d = hex(text, from + 19, 4);
        long e = hex(text, from + 24, 12);
        high = a << 32 | b << 16 | c;
        low = d << 48 | e;
        return (a | b | c | d | e) >= 0;
    }

    /** Below zero if a character is not hexadecimal. */
    private static long hex(byte[] text, int from, int count) {
        long value = 0;
        int invalid = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text[i] < 0 ? -1 : DIGITS[text[i]];
            invalid |= digit;
            value = value << 4 | digit & 0xf;
        }
        return invalid < 0 ? -1 : value;
    }
}
