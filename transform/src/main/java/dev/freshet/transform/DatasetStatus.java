package dev.freshet.transform;

import dev.freshet.core.sql.Publication;
import dev.freshet.transform.raw.RawFile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a dataset stands.
 *
 * @param publication what the last flip published; empty before the first run
 * @param historyDataAsOf the instant up to which history is complete
 * @param historyRows rows in the T-1 view
 * @param tail the landing days that are served from raw files, oldest first, those without files left out
 * @param late landing days before the boundary whose files are no longer those that were taken in
 */
public record DatasetStatus(String dataset, Optional<Publication> publication, Optional<Instant> historyDataAsOf,
        long historyRows, List<RawDay> tail, List<RawDay> late) {
    public DatasetStatus {
        tail = List.copyOf(tail);
        late = List.copyOf(late);
    }

    /**
     * The raw files of a landing day; of a late day, only those that history has not seen or sees changed.
     *
     * @param newest modification time of the newest file
     */
    public record RawDay(LocalDate day, int files, long bytes, Optional<Instant> newest) {
        static RawDay of(LocalDate day, List<RawFile> files) {
            return new RawDay(day, files.size(), files.stream().mapToLong(RawFile::bytes).sum(),
                    files.stream().map(RawFile::modified).max(Comparator.naturalOrder()));
        }
    }
}
