package dev.freshet.transform.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** Reads the Iceberg tables as a query does, from the files of a snapshot. A missing file fails the query. */
final class Snapshots {
    private final Catalog catalog;
    private final MemoryFiles files;
    private final Map<Long, Contents> contents = new HashMap<>();
    private final Map<String, List<Record>> rows = new HashMap<>();
    private final Map<TableIdentifier, Loaded> tables = new HashMap<>();
    private long catalogVersion;

    private record Loaded(long version, Table table) {}

    /** The files of a snapshot, metadata and data, and its rows. */
    private record Contents(Set<String> metadata, List<String> data) {}

    /** @param catalog one whose updates do not count as steps */
    Snapshots(Catalog catalog, MemoryFiles files) {
        this.catalog = catalog;
        this.files = files;
    }

    /** Called when the catalog has changed. */
    void changed() {
        catalogVersion++;
    }

    long version() {
        return catalogVersion;
    }

    /** The current state of a table in the catalog. */
    Table table(TableIdentifier name) {
        Loaded loaded = tables.get(name);
        if (loaded == null || loaded.version() != catalogVersion) {
            loaded = new Loaded(catalogVersion, catalog.loadTable(name));
            tables.put(name, loaded);
        }
        return loaded.table();
    }

    /** Whether the table exists. Tables are never dropped. */
    boolean exists(TableIdentifier name) {
        return tables.containsKey(name) || catalog.tableExists(name);
    }

    /**
     * All rows of a snapshot.
     *
     * @param snapshot of the table; null for the current one
     * @param wanted selects data files by their location
     * @throws QueryFailure if Trino would fail
     */
    List<Record> rows(TableIdentifier name, Long snapshot, Predicate<String> wanted) {
        Table table = table(name);
        Snapshot read = snapshot == null ? table.currentSnapshot() : table.snapshot(snapshot);
        if (read == null) {
            if (snapshot == null) {
                return List.of();
            }
            throw new QueryFailure("Iceberg snapshot ID does not exists: " + snapshot);
        }
        Contents content = contents.computeIfAbsent(read.snapshotId(), id -> contents(table, read));
        List<Record> all = new ArrayList<>();
        content.metadata().forEach(this::requireExists);
        for (String file : content.data().stream().filter(wanted).toList()) {
            requireExists(file);
            all.addAll(rows.computeIfAbsent(file, f -> read(table, f)));
        }
        return all;
    }

    private void requireExists(String file) {
        if (!files.exists(file)) {
            throw new QueryFailure("Error opening Iceberg split " + Words.file(file) + ": it does not exist");
        }
    }

    private Contents contents(Table table, Snapshot snapshot) {
        requireExists(snapshot.manifestListLocation());
        Set<String> metadata = new HashSet<>(Set.of(snapshot.manifestListLocation()));
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            metadata.add(manifest.path());
            requireExists(manifest.path());
        }
        List<String> data = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
            for (FileScanTask task : tasks) {
                if (!task.deletes().isEmpty()) {
                    throw new UnsupportedOperationException("Cannot read delete files: " + task.deletes());
                }
                data.add(task.file().location());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Contents(metadata, data);
    }

    private static List<Record> read(Table table, String file) {
        List<Record> records = new ArrayList<>();
        try (CloseableIterable<Record> read = Parquet.read(table.io().newInputFile(file)).project(table.schema())
                .createReaderFunc(schema -> GenericParquetReaders.buildReader(table.schema(), schema)).build()) {
            read.forEach(record -> records.add(record.copy()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }
}
