package dev.freshet.transform.raw;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.Landing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** A dataset's raw files. */
public record LandingZone(Landing landing, SupportsPrefixOperations io) {
    /**
     * All raw files by landing partition, each one's sorted by path: the very files that Trino sees through the tail
     * tables.
     *
     * @throws NotFoundException if the landing root does not exist
     */
    public NavigableMap<LandingPartition, List<RawFile>> list() {
        NavigableMap<LandingPartition, List<RawFile>> partitions = new TreeMap<>();
        for (FileInfo file : io.listPrefix(landing.root() + "/")) {
            landing.partitionOf(file.location()).ifPresent(partition -> partitions
                    .computeIfAbsent(partition, p -> new ArrayList<>()).add(rawFile(file)));
        }
        partitions.values().forEach(files -> files.sort(Comparator.comparing(RawFile::path)));
        return partitions;
    }

    /** The raw files of one landing partition, sorted by path. */
    public List<RawFile> list(LandingPartition partition) {
        try {
            List<RawFile> files = new ArrayList<>();
            for (FileInfo file : io.listPrefix(landing.directory(partition) + "/")) {
                if (landing.partitionOf(file.location()).equals(Optional.of(partition))) {
                    files.add(rawFile(file));
                }
            }
            files.sort(Comparator.comparing(RawFile::path));
            return files;
        } catch (NotFoundException e) {
            return List.of();
        }
    }

    private static RawFile rawFile(FileInfo file) {
        return new RawFile(file.location(), file.size(), Instant.ofEpochMilli(file.createdAtMillis()));
    }

    public RawLines open(RawFile file) {
        return RawLines.open(file.path(), io.newInputFile(file.path()).newStream());
    }
}
