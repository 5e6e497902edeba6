package dev.freshet.transform.raw;

import dev.freshet.core.spec.Landing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** A dataset's raw files. */
public record LandingZone(Landing landing, SupportsPrefixOperations io) {
    /**
     * All raw files by landing day, each day's sorted by path: the very files that Trino sees through the tail tables.
     *
     * @throws NotFoundException if the landing root does not exist
     */
    public NavigableMap<LocalDate, List<RawFile>> list() {
        NavigableMap<LocalDate, List<RawFile>> days = new TreeMap<>();
        for (FileInfo file : io.listPrefix(landing.root() + "/")) {
            landing.dayOf(file.location())
                    .ifPresent(day -> days.computeIfAbsent(day, d -> new ArrayList<>()).add(new RawFile(
                            file.location(), file.size(), Instant.ofEpochMilli(file.createdAtMillis()))));
        }
        days.values().forEach(files -> files.sort(Comparator.comparing(RawFile::path)));
        return days;
    }

    public RawLines open(RawFile file) {
        return RawLines.open(file.path(), io.newInputFile(file.path()).newStream());
    }
}
