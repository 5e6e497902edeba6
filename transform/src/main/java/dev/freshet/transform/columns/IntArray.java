package dev.freshet.transform.columns;

import java.util.Arrays;

/** An array that grows as needed and is used again. */
final class IntArray {
    private int[] array = new int[0];

    int[] get() {
        return array;
    }

    /** An array of at least this length, with what it has held. */
    int[] of(int length) {
        if (array.length < length) {
            array = Arrays.copyOf(array, Growth.to(array.length, length));
        }
        return array;
    }

    /** The same with zeros. */
    int[] zeros(int length) {
        if (array.length < length) {
            array = new int[length];
        } else {
            Arrays.fill(array, 0, length, 0);
        }
        return array;
    }
}
