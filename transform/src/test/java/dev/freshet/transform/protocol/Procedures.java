package dev.freshet.transform.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/**
 * Trino's procedures of Iceberg tables, by Trino's clock. Iceberg stamps snapshots by the host's clock, so the world
 * records the simulated time at which each snapshot was first seen.
 */
final class Procedures {
    private final WorldClock clock;
    private final Duration skew;
    private final boolean rewritesAll;
    private final Map<Long, Instant> firstSeen = new HashMap<>();

    /**
     * @param skew how far Trino's clock is ahead
     * @param rewritesAll whether {@code optimize} rewrites a single small file as well
     */
    Procedures(WorldClock clock, Duration skew, boolean rewritesAll) {
        this.clock = clock;
        this.skew = skew;
        this.rewritesAll = rewritesAll;
    }

    Instant now() {
        return clock.instant().plus(skew);
    }

    void see(Table table) {
        table.snapshots().forEach(snapshot -> firstSeen.putIfAbsent(snapshot.snapshotId(), clock.instant()));
    }

    void expireSnapshots(Table table, Instant olderThan) {
        see(table);
        long limit = Long.MAX_VALUE;
        long newest = 0;
        for (Snapshot snapshot : table.snapshots()) {
            newest = Math.max(newest, snapshot.timestampMillis());
            if (!firstSeen.get(snapshot.snapshotId()).isBefore(olderThan)) {
                limit = Math.min(limit, snapshot.timestampMillis());
            }
        }
        if (newest != 0) {
            table.expireSnapshots().expireOlderThan(Math.min(limit, newest + 1)).commit();
        }
    }

    void removeOrphanFiles(Table table, ProcessFiles files, Instant olderThan) {
        Set<String> reached = reached(table);
        files.listPrefix(table.location() + "/").forEach(file -> {
            if (!reached.contains(file.location()) && file.createdAtMillis() < olderThan.toEpochMilli()) {
                files.deleteFile(file.location());
            }
        });
    }

    private static Set<String> reached(Table table) {
        Set<String> reached = new HashSet<>(ReachableFileUtil.metadataFileLocations(table, false));
        reached.addAll(ReachableFileUtil.manifestListLocations(table));
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (reached.add(manifest.path())) {
                    try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(),
                            table.specs())) {
                        paths.forEach(reached::add);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }
        return reached;
    }

    /** Joins the files of each landing day that the predicate selects. */
    void optimize(Table table, Optional<Relation.Bound> bound) {
        Snapshot base = table.currentSnapshot();
        if (base == null) {
            return;
        }
        Map<java.time.LocalDate, List<DataFile>> days = new TreeMap<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                java.time.LocalDate day = java.time.LocalDate.ofEpochDay(task.file().partition().get(0, Integer.class));
                if (bound.map(b -> b.holds(day)).orElse(true)) {
                    days.computeIfAbsent(day, d -> new ArrayList<>()).add(task.file());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(base.snapshotId());
        boolean any = false;
        for (List<DataFile> files : days.values()) {
            if (files.size() > 1 || rewritesAll) {
                files.forEach(rewrite::deleteFile);
                rewrite.addFile(joined(table, files));
                any = true;
            }
        }
        if (any) {
            rewrite.commit();
        }
    }

    private static DataFile joined(Table table, List<DataFile> files) {
        StructLike partition = files.get(0).partition();
        String location = table.locationProvider().newDataLocation(table.spec(), partition,
                "joined-" + UUID.randomUUID() + ".parquet");
        try {
            DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(location)).forTable(table)
                    .withPartition(partition).createWriterFunc(GenericParquetWriter::create).build();
            try (writer) {
                for (DataFile file : files) {
                    try (CloseableIterable<Record> rows = Parquet.read(table.io().newInputFile(file.location()))
                            .project(table.schema()).createReaderFunc(schema -> GenericParquetReaders
                                    .buildReader(table.schema(), schema))
                            .build()) {
                        rows.forEach(writer::write);
                    }
                }
            }
            return writer.toDataFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
