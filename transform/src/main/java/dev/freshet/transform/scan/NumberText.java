package dev.freshet.transform.scan;

/** Numbers in the common forms. Each method has a result that says: not recognized. */
final class NumberText {
    /** No recognized whole number. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final int DIGITS = 18;
    private static final long[] POWERS = new long[DIGITS + 1];
    private static final double[] EXACT = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
            1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final float[] EXACT_FLOATS = {1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f};

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= DIGITS; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private NumberText() {}

    static long power(int exponent) {
        return POWERS[exponent];
    }

    /** A whole number of up to 18 digits, else {@link #UNKNOWN}. */
    static long whole(byte[] text, int from, int to) {
        boolean negative = from < to && text[from] == '-';
        int at = negative ? from + 1 : from;
        if (at == to || to - at > DIGITS) {
            return UNKNOWN;
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            value = 10 * value + digit;
        }
        return negative ? -value : value;
    }

    /** A decimal of up to 18 digits times a power of ten, rounded half up, else {@link #UNKNOWN}. */
    static long scaled(byte[] text, int from, int to, int scale) {
        int point = point(text, from, to);
        long digits = digits(text, from, to, point);
        if (digits == UNKNOWN || scale > DIGITS) {
            return UNKNOWN;
        }
        boolean negative = text[from] == '-';
        int fraction = point == to ? 0 : to - point - 1;
        long value;
        if (fraction <= scale) {
            long factor = POWERS[scale - fraction];
            value = digits * factor;
            if (Math.multiplyHigh(digits, factor) != 0 || value < 0) {
                return UNKNOWN;
            }
        } else {
            long divisor = POWERS[fraction - scale];
            long rest = digits % divisor;
            value = digits / divisor + (rest >= divisor - rest ? 1 : 0);
        }
        return negative ? -value : value;
    }

    /** A decimal whose digits and power of ten are exact doubles, so that one division is exact; else NaN. */
    static double float64(byte[] text, int from, int to) {
        int point = point(text, from, to);
        long digits = digits(text, from, to, point);
        if (digits == UNKNOWN || digits > 1L << 53) {
            return Double.NaN;
        }
        double value = point == to ? digits : digits / EXACT[to - point - 1];
        return text[from] == '-' ? -value : value;
    }

    /** The same for floats. */
    static float float32(byte[] text, int from, int to) {
        int point = point(text, from, to);
        long digits = digits(text, from, to, point);
        if (digits == UNKNOWN || digits > 1L << 24 || to - point > EXACT_FLOATS.length) {
            return Float.NaN;
        }
        float value = point == to ? digits : digits / EXACT_FLOATS[to - point - 1];
        return text[from] == '-' ? -value : value;
    }

    private static int point(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != '.') {
            at++;
        }
        return at;
    }

    /** The digits before and after a point as one number without a sign. At least one on each side. */
    private static long digits(byte[] text, int from, int to, int point) {
        int at = from < to && text[from] == '-' ? from + 1 : from;
        if (at == point || point == to - 1 || to - at > DIGITS + (point < to ? 1 : 0)) {
            return UNKNOWN;
        }
        long value = 0;
        for (; at < to; at++) {
            if (at != point) {
                int digit = text[at] - '0';
                if (digit < 0 || digit > 9) {
                    return UNKNOWN;
                }
                value = 10 * value + digit;
            }
        }
        return value;
    }
}
