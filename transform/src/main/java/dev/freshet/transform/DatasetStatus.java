package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.sql.Publication;
import dev.freshet.transform.raw.RawFile;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a dataset stands.
 *
 * @param publication what the last flip published; empty before the first run
 * @param historyDataAsOf the instant up to which history is complete
 * @param historyRows rows in the T-1 view
 * @param tail the landing partitions that are served from raw files, oldest first, those without files left out
 * @param late files that landed before the boundary and are not in history: the next run takes them in
 * @param changed files that were taken in and are gone or differ now: history keeps what it has
 */
public record DatasetStatus(String dataset, Optional<Publication> publication, Optional<Instant> historyDataAsOf,
        long historyRows, List<RawPartition> tail, List<RawPartition> late, List<RawPartition> changed) {
    public DatasetStatus {
        tail = List.copyOf(tail);
        late = List.copyOf(late);
        changed = List.copyOf(changed);
    }

    /**
     * Raw files of a landing partition.
     *
     * @param oldest modification time of the oldest file
     * @param newest modification time of the newest file
     */
    public record RawPartition(LandingPartition landed, int files, long bytes, Optional<Instant> oldest,
            Optional<Instant> newest) {
        static RawPartition of(LandingPartition landed, List<RawFile> files) {
            return new RawPartition(landed, files.size(), files.stream().mapToLong(RawFile::bytes).sum(),
                    files.stream().map(RawFile::modified).min(Comparator.naturalOrder()),
                    files.stream().map(RawFile::modified).max(Comparator.naturalOrder()));
        }
    }
}
