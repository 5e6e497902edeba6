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
    /** A sample of more bytes than twice these proves little more. */
    private static final long ENOUGH = 2 << 20;
    /** More than this many rejects make the SQL text too long. */
    public static final int REJECTS = 2_000;
    private static final String HASH = "from_big_endian_64(xxhash64(to_utf8(line)))";

    /** Of how many lines one is in the sample of raw files of so many bytes: 64, or more if that is enough. */
    public static long oneIn(long bytes) {
        return Math.max(ONE_IN, Long.highestOneBit(bytes / ENOUGH));
    }

    /** The predicate on {@code line}. */
    String sql() {
        String chosen = "mod(%s, %d) = 0".formatted(HASH, oneIn);
        return rejected.isEmpty() ? chosen
                : rejected.stream().map(String::valueOf)
                        .collect(Collectors.joining(", ", "(" + chosen + " OR " + HASH + " IN (", "))"));
    }
}
