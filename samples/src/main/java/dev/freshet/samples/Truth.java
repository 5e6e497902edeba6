package dev.freshet.samples;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the generator knows about the lines it wrote, by counting while it wrote them. Answers are checked against it.
 *
 * @param lines all lines but blank ones
 * @param rows the lines that are a row
 * @param rejectsByReason the rejected lines, by the quarantine's reason
 * @param sizeBytes sum of {@code size_bytes} over the rows
 * @param rowsByStatus rows by {@code status}; those without one under {@link #NO_STATUS}
 * @param bytes of text, before compression
 * @param lastId the id of the last row
 */
public record Truth(long lines, long rows, SortedMap<String, Long> rejectsByReason, long sizeBytes,
        SortedMap<String, Long> rowsByStatus, long bytes, Optional<String> lastId) {
    public static final String NO_STATUS = "(none)";
    public static final Truth NOTHING = new Truth(0, 0, new TreeMap<>(), 0, new TreeMap<>(), 0, Optional.empty());

    public Truth {
        rejectsByReason = new TreeMap<>(rejectsByReason);
        rowsByStatus = new TreeMap<>(rowsByStatus);
    }

    public long rejects() {
        return rejectsByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The truth about both, in this order. */
    public Truth plus(Truth next) {
        return new Truth(lines + next.lines, rows + next.rows, sum(rejectsByReason, next.rejectsByReason),
                sizeBytes + next.sizeBytes, sum(rowsByStatus, next.rowsByStatus), bytes + next.bytes,
                next.lastId.or(() -> lastId));
    }

    private static SortedMap<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
        SortedMap<String, Long> sum = new TreeMap<>(a);
        b.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }
}
