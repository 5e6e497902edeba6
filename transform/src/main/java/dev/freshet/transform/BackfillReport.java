package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a backfill did.
 *
 * @param boundary the boundary that is published; empty before the first run
 * @param ingested the landing partitions that were ingested, oldest first
 * @param unchanged so many others had nothing to ingest
 * @param differ why landing partitions could not be ingested: tail and history differ, or too many lines were rejected
 */
public record BackfillReport(Optional<Boundary> boundary, List<BatchReport.Partition> ingested, int unchanged,
        SortedMap<LandingPartition, String> differ, Duration elapsed) {
    public BackfillReport {
        ingested = List.copyOf(ingested);
    }
}
