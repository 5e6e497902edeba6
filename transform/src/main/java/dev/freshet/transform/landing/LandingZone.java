package dev.freshet.transform.landing;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.Landing;
import dev.freshet.transform.connect.LakehouseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** A dataset's raw files. */
public record LandingZone(String dataset, Landing landing, SupportsPrefixOperations io) {
    public static LandingZone of(DatasetSpec spec, SupportsPrefixOperations io) {
        return new LandingZone(spec.name(), spec.landing(), io);
    }

    /**
     * All raw files by landing partition, sorted by path. They are the files that Trino sees through the tail tables.
     * Lists the whole landing root.
     *
     * @throws LakehouseException if the landing root does not exist
     */
    public NavigableMap<LandingPartition, List<RawFile>> list() {
        NavigableMap<LandingPartition, List<RawFile>> partitions = new TreeMap<>();
        Map<String, Optional<LandingPartition>> directories = new HashMap<>();
        for (FileInfo file : listRoot("/")) {
            String directory = directory(file.location());
            if (isVisible(file.location(), directory)) {
                directories.computeIfAbsent(directory, landing::partitionOf).ifPresent(partition -> partitions
                        .computeIfAbsent(partition, p -> new ArrayList<>()).add(rawFile(file)));
            }
        }
        partitions.values().forEach(LandingZone::sort);
        return partitions;
    }

    /** The raw files of one landing partition, sorted by path. */
    public List<RawFile> list(LandingPartition partition) {
        String directory = landing.directory(partition);
        List<RawFile> files = new ArrayList<>();
        try {
            for (FileInfo file : io.listPrefix(directory + "/")) {
                if (directory(file.location()).equals(directory) && isVisible(file.location(), directory)) {
                    files.add(rawFile(file));
                }
            }
        } catch (NotFoundException e) {
            return List.of();
        }
        sort(files);
        return files;
    }

    /** Whether a missing directory is reported. Object storage has no directories: a mistyped root lists as empty. */
    public boolean reportsMissingRoot() {
        try {
            io.listPrefix(landing.root() + "/.freshet-no-such-directory/");
            return false;
        } catch (NotFoundException e) {
            return true;
        }
    }

    /** @throws LakehouseException if the landing root does not exist and the file system can tell */
    public void requireRoot() {
        listRoot("/.freshet-").forEach(file -> {
        });
    }

    private Iterable<FileInfo> listRoot(String prefix) {
        try {
            return io.listPrefix(landing.root() + prefix);
        } catch (NotFoundException e) {
            throw new LakehouseException("Cannot find the landing root of %s: %s".formatted(dataset, e.getMessage()),
                    e);
        }
    }

    private static String directory(String file) {
        return file.substring(0, Math.max(0, file.lastIndexOf('/')));
    }

    /** Like Trino, ignores files that start with {@code _} or {@code .}. */
    private static boolean isVisible(String file, String directory) {
        int name = directory.length() + 1;
        return file.length() > name && file.charAt(name) != '_' && file.charAt(name) != '.';
    }

    private static void sort(List<RawFile> files) {
        files.sort(Comparator.comparing(RawFile::path));
    }

    private static RawFile rawFile(FileInfo file) {
        return new RawFile(file.location(), file.size(), Instant.ofEpochMilli(file.createdAtMillis()));
    }

    public RawLines open(RawFile file) {
        return RawLines.open(file.path(), io.newInputFile(file.path()).newStream());
    }
}
