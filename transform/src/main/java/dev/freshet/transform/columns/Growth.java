package dev.freshet.transform.columns;

/** How arrays grow. */
final class Growth {
    /** An array that has grown is at most this many times as large as what it holds. */
    static final double SLACK = 1.5;

    static final int LONGEST = Integer.MAX_VALUE - 16;

    private Growth() {}

    /** The next length of an array that must hold at least this much. */
    static int to(int length, long needed) {
        if (needed > LONGEST) {
            throw new IllegalStateException("Cannot hold %d bytes in one column".formatted(needed));
        }
        return (int) Math.min(LONGEST, Math.max(needed, (long) (length * SLACK)));
    }
}
