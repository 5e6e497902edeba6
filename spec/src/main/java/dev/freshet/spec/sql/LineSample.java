package dev.freshet.spec.sql;

import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The lines of raw files that Trino reads by the rules once more: those whose hash is a multiple of {@code oneIn}, so
 * that both sides choose the same, and those that the batch has rejected.
 *
 * @param rejected the hashes of the rejected lines
 */
public record LineSample(long oneIn, SortedSet<Long> rejected) {
    private static final long ONE_IN = 64;
    /** Of large raw files, the sample has at least so many bytes and at most twice as many. */
    private static final long ENOUGH = 2 << 20;
    /** More than this many rejects make the SQL text too long. */
    public static final int REJECTS = 2_000;
    private static final String HASH = "from_big_endian_64(xxhash64(to_utf8(line)))";

    /** How many lines there are for each line of the sample, by the size of the raw files. */
    public static long oneIn(long bytes) {
        return Math.max(ONE_IN, Long.highestOneBit(bytes / ENOUGH));
    }

    /** Whether the sample has a line by its hash. */
    public static boolean has(long hash, long oneIn) {
        return hash % oneIn == 0;
    }

    /** The predicate on {@code line}. */
    String sql() {
        String chosen = "mod(%s, %d) = 0".formatted(HASH, oneIn);
        return rejected.isEmpty() ? chosen
                : rejected.stream().map(String::valueOf)
                        .collect(Collectors.joining(", ", "(" + chosen + " OR " + HASH + " IN (", "))"));
    }
}
