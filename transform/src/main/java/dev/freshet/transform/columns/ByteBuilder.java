package dev.freshet.transform.columns;

import dev.freshet.transform.bytes.Words;
import java.util.Arrays;

/** Bytes that grow, with numbers in the forms that Parquet uses. */
final class ByteBuilder {
    private byte[] array = new byte[1 << 12];
    private int size;

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Makes room for some bytes and {@link Words#SPARE} more. */
    void reserve(int bytes) {
        long needed = (long) size + bytes + Words.SPARE;
        if (needed > array.length) {
            array = Arrays.copyOf(array, Growth.to(array.length, needed));
        }
    }

    void addByte(int value) {
        reserve(1);
        array[size++] = (byte) value;
    }

    void addInt(int value) {
        reserve(4);
        Words.put(array, size, value);
        size += 4;
    }

    void setInt(int at, int value) {
        Words.put(array, at, value);
    }

    void addLong(long value) {
        addLow(value, 8);
    }

    /** Adds the low bytes of a word. */
    void addLow(long value, int bytes) {
        reserve(8);
        Words.put(array, size, value);
        size += bytes;
    }

    void addUnsigned(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    void addZigZag(long value) {
        addUnsigned(value << 1 ^ value >> 63);
    }

    /** Adds bytes that {@link Words#SPARE} others follow. */
    void addPadded(byte[] bytes, int offset, int length) {
        reserve(length);
        Words.copy(bytes, offset, array, size, length);
        size += length;
    }
}
