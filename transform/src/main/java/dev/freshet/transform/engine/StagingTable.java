package dev.freshet.transform.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;

/**
 * A table for Trino to write data files that another table takes over. It has the other one's columns with their field
 * ids, its partitions, order and settings, and no rows. All its files are below the other one's location, so
 * housekeeping of that table deletes those that are not taken over.
 */
final class StagingTable implements AutoCloseable {
    private final Catalog catalog;
    private final Table target;
    private final TableIdentifier name;

    private StagingTable(Catalog catalog, Table target, TableIdentifier name) {
        this.catalog = catalog;
        this.target = target;
        this.name = name;
    }

    /** @param target the table that takes over the data files */
    static StagingTable create(Catalog catalog, Table target, TableIdentifier name) {
        TableMetadata like = ((HasTableOperations) target).operations().current();
        String location = target.location() + "/staging/" + name.name();
        // CREATE TABLE would give new field ids
        TableMetadata empty = TableMetadata.buildFromEmpty(like.formatVersion())
                .assignUUID(UUID.randomUUID().toString())
                .setLocation(location).setCurrentSchema(like.schema(), like.lastColumnId())
                .setDefaultPartitionSpec(like.spec()).setDefaultSortOrder(like.sortOrder())
                .setProperties(settings(target)).build();
        String file = location + "/metadata/00000-" + empty.uuid() + ".metadata.json";
        TableMetadataParser.write(empty, target.io().newOutputFile(file));
        catalog.registerTable(name, file);
        return new StagingTable(catalog, target, name);
    }

    private static Map<String, String> settings(Table target) {
        Map<String, String> settings = target.properties().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("write."))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        // apart from its metadata, which goes with the table if someone drops that by hand
        settings.putIfAbsent(TableProperties.WRITE_DATA_LOCATION, target.location() + "/data");
        return settings;
    }

    /** The data files that Trino has written, as files of the other table. */
    List<DataFile> files() {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = catalog.loadTable(name).newScan().includeColumnStats()
                .planFiles()) {
            tasks.forEach(task -> files.add(ofTarget(task.file())));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** The same file in the other table's terms, where the partition spec has another number. */
    private DataFile ofTarget(DataFile file) {
        return DataFiles.builder(target.spec()).withPath(file.location()).withFormat(file.format())
                .withFileSizeInBytes(file.fileSizeInBytes()).withPartition(file.partition())
                .withSplitOffsets(file.splitOffsets())
                .withMetrics(new Metrics(file.recordCount(), file.columnSizes(), file.valueCounts(),
                        file.nullValueCounts(), file.nanValueCounts(), file.lowerBounds(), file.upperBounds()))
                .build();
    }

    /** Drops the table but none of its files: Trino's {@code DROP TABLE} would delete those that were taken over. */
    @Override
    public void close() {
        catalog.dropTable(name, false);
    }
}
