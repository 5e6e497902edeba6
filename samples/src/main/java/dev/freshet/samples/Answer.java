package dev.freshet.samples;

import dev.freshet.core.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one query over the dataset answered.
 *
 * @param asOf the instant up to which it is complete: the boundary's for T-1, that of sending the query for live
 * @param history rows served from history
 * @param tail rows served from the tail
 * @param sizeBytes sum of {@code size_bytes}
 * @param rowsByStatus rows by {@code status}; those without one under {@link Truth#NO_STATUS}
 */
public record Answer(Freshness freshness, Instant asOf, long history, long tail, long sizeBytes,
        SortedMap<String, Long> rowsByStatus, Duration latency) {
    public Answer {
        rowsByStatus = new TreeMap<>(rowsByStatus);
    }

    public long rows() {
        return history + tail;
    }
}
