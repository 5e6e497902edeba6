package dev.freshet.cli.demo;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer of one query over the dataset.
 *
 * @param asOf the instant up to which it is complete: the start of the boundary for T-1, the time of sending for live
 * @param history rows served from history
 * @param hot rows of today's files that were ingested
 * @param tail rows served from the tail
 * @param sizeBytes sum of {@code size_bytes}
 * @param rowsByStatus rows by {@code status}; rows without one count as {@link Truth#NO_STATUS}
 */
public record Answer(Freshness freshness, Instant asOf, long history, long hot, long tail, long sizeBytes,
        SortedMap<String, Long> rowsByStatus, Duration latency) {
    public Answer {
        rowsByStatus = new TreeMap<>(rowsByStatus);
    }

    public long rows() {
        return history + hot + tail;
    }
}
