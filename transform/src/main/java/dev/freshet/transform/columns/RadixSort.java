package dev.freshet.transform.columns;

/** Sorts numbers of rows by a key of each row, byte by byte, and keeps the order of equal keys. */
final class RadixSort {
    private static final int VALUES = 1 << 8;

    private final int[] rows;
    private int[] from;
    private int[] to;

    /** @param rows is sorted in place */
    RadixSort(int[] rows) {
        this.rows = rows;
        this.to = new int[rows.length];
    }

    /** @param keys by row */
    void sort(long[] keys) {
        long differ = 0;
        for (int row : rows) {
            differ |= keys[row] ^ keys[rows[0]];
        }
        from = rows;
        for (int shift = 0; shift < 64; shift += 8) {
            if ((differ >>> shift & 0xff) != 0) {
                pass(keys, shift);
            }
        }
        if (from != rows) {
            System.arraycopy(from, 0, rows, 0, rows.length);
            to = from;
        }
    }

    private void pass(long[] keys, int shift) {
        int[] at = new int[VALUES];
        int sign = shift == 56 ? 0x80 : 0;
        for (int row : from) {
            at[(int) (keys[row] >>> shift & 0xff) ^ sign]++;
        }
        int sum = 0;
        for (int i = 0; i < VALUES; i++) {
            int count = at[i];
            at[i] = sum;
            sum += count;
        }
        for (int row : from) {
            to[at[(int) (keys[row] >>> shift & 0xff) ^ sign]++] = row;
        }
        int[] sorted = to;
        to = from;
        from = sorted;
    }

}
