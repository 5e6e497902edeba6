package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.connect.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an intraday ingest did.
 *
 * @param ingest the number of the last commit that the views read; 0 before the first one
 * @param partitions the landing partitions of the tail that have files, oldest first
 * @param setAside raw files of the tail that no query reads, as they would fail it
 * @param listedAt when the landing partitions of the tail were last listed in full, or the first of them
 * @param young when the first of the files was modified that are raw because they were too young, if any
 * @param steps how long each step took, all landing partitions together
 */
public record IntradayReport(long ingest, List<Partition> partitions, SetAside setAside, Instant listedAt,
        Optional<Instant> young, Map<Step, Duration> steps, Duration elapsed) {
    public IntradayReport {
        partitions = List.copyOf(partitions);
    }

    /** The instant up to which every landed file has been ingested. */
    public Instant completeUntil() {
        return Stream.concat(Stream.of(listedAt), partitions.stream().flatMap(each -> each.oldestRaw().stream()))
                .min(Comparator.naturalOrder()).orElseThrow();
    }

    /**
     * @param files how many raw files became hot
     * @param bytes their size as stored, compressed or not
     * @param rawFiles how many files live queries still read as raw JSON
     * @param rawBytes their size as stored
     * @param oldestRaw when the oldest of them was modified
     */
    public record Partition(LandingPartition landed, int files, long bytes, long rows, long rejects, int rawFiles,
            long rawBytes, Optional<Instant> oldestRaw, Duration elapsed) {}
}
