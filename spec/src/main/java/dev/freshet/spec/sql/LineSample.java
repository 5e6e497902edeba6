package dev.freshet.spec.sql;

import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The lines of raw files that Trino reads by the rules once more: those whose hash is a multiple of {@link #ONE_IN}, so
 * that both sides choose the same, and those that the batch has rejected.
 *
 * @param rejected the hashes of the rejected lines
 */
public record LineSample(SortedSet<Long> rejected) {
    public static final int ONE_IN = 64;
    /** More than this many rejects make the SQL text too long. */
    public static final int REJECTS = 2_000;
    private static final String HASH = "from_big_endian_64(xxhash64(to_utf8(line)))";

    /** Whether the sample has a line by its hash. */
    public static boolean has(long hash) {
        return hash % ONE_IN == 0;
    }

    /** The predicate on {@code line}. */
    String sql() {
        String chosen = "mod(%s, %d) = 0".formatted(HASH, ONE_IN);
        return rejected.isEmpty() ? chosen
                : rejected.stream().map(String::valueOf)
                        .collect(Collectors.joining(", ", "(" + chosen + " OR " + HASH + " IN (", "))"));
    }
}
