package dev.freshet.transform.columns;

import java.util.Arrays;

/** The distinct numbers of a column chunk, if they are few. */
final class NumberDictionary {
    private static final int MOST = 1 << 14;

    private final long[] keys = new long[4 * MOST];
    private final int[] numbers = new int[4 * MOST];
    private final long[] values = new long[MOST];
    private int mask;
    private int size;

    /** @return whether the values are few enough for a dictionary to pay */
    boolean fill(long[] stored, int[] slots, int count) {
        int most = Math.min(MOST, count / 4);
        mask = Math.max(64, Integer.highestOneBit(most) * 4) - 1;
        Arrays.fill(numbers, 0, mask + 1, 0);
        size = 0;
        int early = Math.min(count, 4_096);
        for (int i = 0; i < count; i++) {
            long value = stored[slots[i]];
            int at = find(value);
            if (numbers[at] == 0) {
                if (size >= most || i < early && size > early / 3) {
                    return false;
                }
                keys[at] = value;
                values[size] = value;
                numbers[at] = ++size;
            }
        }
        return true;
    }

    private int find(long value) {
        long hash = value * 0x9E3779B97F4A7C15L;
        int at = (int) (hash >>> 40) & mask;
        while (numbers[at] != 0 && keys[at] != value) {
            at = at + 1 & mask;
        }
        return at;
    }

    int size() {
        return size;
    }

    long value(int number) {
        return values[number];
    }

    int number(long value) {
        return numbers[find(value)] - 1;
    }
}
