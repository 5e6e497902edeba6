package dev.freshet.cli.telemetry;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the generator counted while it wrote its lines. Answers are checked against it.
 *
 * @param lines number of lines without blank ones
 * @param rows number of lines that are rows
 * @param rejectsByReason number of rejected lines by reason
 * @param sizeBytes sum of {@code size_bytes} over the rows
 * @param rowsByStatus rows by {@code status}; rows without one count as {@link #NO_STATUS}
 * @param bytes bytes of text before compression
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

    /** The truth about these lines followed by {@code next}. */
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
