package dev.freshet.transform.history;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Finds data files that a table refers to but that are missing. Queries that need them fail. */
final class MissingFiles {
    private static final long MICROS = 1_000_000;

    private MissingFiles() {}

    /** The landing partitions that lack data files, oldest first. Checks the existence of each file of the tables. */
    static List<LandingPartition> of(List<Table> tables, Cadence cadence) {
        return tables.stream().flatMap(table -> of(table, cadence).stream()).distinct().sorted().toList();
    }

    private static Set<LandingPartition> of(Table table, Cadence cadence) {
        Set<LandingPartition> partitions = new HashSet<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                if (!table.io().newInputFile(task.file().location()).exists()) {
                    partitions.add(partition(task, cadence));
                }
            }
            return partitions;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Failed to read the metadata of %s: %s".formatted(table.name(), e.getMessage()), e);
        }
    }

    /** {@code landed_on} is always the first partition field, untransformed: days or microseconds since 1970. */
    private static LandingPartition partition(FileScanTask task, Cadence cadence) {
        return switch (cadence) {
            case DAILY -> LandingPartition.of(LocalDate.ofEpochDay(task.partition().get(0, Integer.class)));
            case HOURLY -> new LandingPartition(cadence, LocalDateTime
                    .ofEpochSecond(task.partition().get(0, Long.class) / MICROS, 0, ZoneOffset.UTC));
        };
    }
}
