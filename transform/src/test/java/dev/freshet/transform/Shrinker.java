package dev.freshet.transform;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Shrinks a failing text while it still fails. Tests many candidates at once, because each test is slow. */
final class Shrinker {
    /** Returns the texts that fail. */
    interface Failing {
        List<byte[]> of(List<byte[]> texts) throws Exception;
    }

    private static final int SHORT = 80;

    private Shrinker() {}

    /** A failing text that no longer fails if any part is removed. */
    static byte[] shrink(byte[] text, Failing failing) throws Exception {
        byte[] least = text;
        while (true) {
            List<byte[]> smaller = failing.of(candidates(least));
            if (smaller.isEmpty()) {
                return least;
            }
            least = smaller.stream().min(Comparator.comparingInt(candidate -> candidate.length)).orElseThrow();
        }
    }

    /** Every part of a short text, and the text without each of its halves, quarters, ... single bytes. */
    private static List<byte[]> candidates(byte[] text) {
        Set<ByteBuffer> candidates = new LinkedHashSet<>();
        if (text.length <= SHORT) {
            for (int from = 0; from < text.length; from++) {
                for (int to = from; to < text.length - (from == 0 ? 1 : 0); to++) {
                    candidates.add(ByteBuffer.wrap(Arrays.copyOfRange(text, from, to + 1)));
                }
            }
        }
        for (int size = text.length; size > 0; size /= 2) {
            int step = text.length <= SHORT ? 1 : size;
            for (int at = 0; at + size <= text.length; at += step) {
                byte[] without = new byte[text.length - size];
                System.arraycopy(text, 0, without, 0, at);
                System.arraycopy(text, at + size, without, at, text.length - at - size);
                candidates.add(ByteBuffer.wrap(without));
            }
        }
        List<byte[]> texts = new ArrayList<>();
        candidates.forEach(candidate -> texts.add(candidate.array()));
        return texts;
    }
}
