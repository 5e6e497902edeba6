package dev.freshet.transform.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of 4 and 8 bytes in arrays of bytes, little-endian. */
public final class Words {
    /** Arrays from which whole words are read have this many spare bytes at their end. */
    public static final int SPARE = 8;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    public static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    public static int half(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    public static void put(byte[] bytes, int at, long word) {
        LONGS.set(bytes, at, word);
    }

    public static void put(byte[] bytes, int at, int half) {
        INTS.set(bytes, at, half);
    }

    /** Copies bytes between arrays that have {@link #SPARE} bytes behind them, which may change. */
    public static void copy(byte[] source, int from, byte[] target, int to, int length) {
        if (length > 32) {
            System.arraycopy(source, from, target, to, length);
            return;
        }
        for (int i = 0; i < length; i += 8) {
            put(target, to + i, word(source, from + i));
        }
    }

    /** The first bytes of a word, the others zero. */
    public static long first(long word, int bytes) {
        return bytes >= 8 ? word : word & (1L << 8 * bytes) - 1;
    }
}
