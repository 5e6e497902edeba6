package dev.freshet.transform.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Unreferenced files of a table and its ledger. Old files are listed first, then leases and references are read. So a
 * deleted file is part of no snapshot and belongs to no run that can still publish it, however late the deletion.
 * Trino's own procedure only checks the age.
 */
public final class Orphans {
    /** A lease lasts at least this long, however short the retention: a run or a compaction may take a day. */
    private static final Duration LEASE = Duration.ofDays(1);

    private final Table table;
    private final List<String> candidates = new ArrayList<>();

    private Orphans(Table table) {
        this.table = table;
    }

    /** Ends leases that are too old, and lists files older than the retention. Deletes nothing. */
    static Orphans list(Table table, Instant now, Duration retention) {
        Lease.endOlder(table, now.minus(retention.compareTo(LEASE) < 0 ? LEASE : retention));
        return list(table, now.minus(retention).toEpochMilli());
    }

    /** Ends the leases of all runs, and lists all files. Deletes nothing. */
    static Orphans listAll(Table table) {
        Lease.endRuns(table);
        return list(table, Long.MAX_VALUE);
    }

    private static Orphans list(Table table, long beforeMillis) {
        Orphans orphans = new Orphans(table);
        if (table.io() instanceof SupportsPrefixOperations io) {
            for (String directory : List.of(table.location() + "/", LedgerStore.of(table).directory())) {
                orphans.list(io, directory, beforeMillis);
            }
        }
        return orphans;
    }

    private void list(SupportsPrefixOperations io, String directory, long beforeMillis) {
        try {
            for (FileInfo file : io.listPrefix(directory)) {
                if (file.createdAtMillis() < beforeMillis) {
                    candidates.add(file.location());
                }
            }
        } catch (NotFoundException e) {
            // nothing was written yet
        }
    }

    /**
     * Deletes the listed files that are unreferenced now.
     *
     * @return start of the oldest run in progress, if any; no files of the tables that it writes to were deleted
     */
    public static Optional<Instant> delete(List<Orphans> orphans) {
        return IcebergFailure.translated(() -> orphans.stream().flatMap(files -> files.delete().stream())
                .min(Instant::compareTo));
    }

    private Optional<Instant> delete() {
        table.refresh();
        Optional<Instant> lease = Lease.oldest(table);
        if (lease.isEmpty() && !candidates.isEmpty()) {
            Set<String> reachable = reachable();
            CatalogUtil.deleteFiles(table.io(),
                    candidates.stream().filter(file -> !reachable.contains(file)).toList(), "orphan", false);
        }
        return lease;
    }

    private Set<String> reachable() {
        Set<String> files = new HashSet<>(ReachableFileUtil.metadataFileLocations(table, false));
        files.addAll(ReachableFileUtil.manifestListLocations(table));
        files.add(ReachableFileUtil.versionHintLocation(table));
        table.statisticsFiles().stream().map(StatisticsFile::path).forEach(files::add);
        files.addAll(Ledger.of(table).reachable());
        Set<String> manifests = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (manifests.add(manifest.path())) {
                    read(manifest, files);
                }
            }
        }
        files.addAll(manifests);
        return files;
    }

    private void read(ManifestFile manifest, Set<String> files) {
        try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read %s: %s".formatted(manifest.path(), e.getMessage()), e);
        }
    }
}
