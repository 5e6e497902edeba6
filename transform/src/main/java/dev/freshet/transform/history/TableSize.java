package dev.freshet.transform.history;

import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** The data files of an Iceberg table, and their bytes. */
public record TableSize(long files, long bytes) {
    public static final TableSize NONE = new TableSize(0, 0);

    static TableSize of(Table table) {
        Snapshot current = table.currentSnapshot();
        Map<String, String> summary = current == null ? Map.of() : current.summary();
        return new TableSize(Long.parseLong(summary.getOrDefault(SnapshotSummary.TOTAL_DATA_FILES_PROP, "0")),
                Long.parseLong(summary.getOrDefault(SnapshotSummary.TOTAL_FILE_SIZE_PROP, "0")));
    }
}
