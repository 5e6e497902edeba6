package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import java.util.List;
import org.apache.iceberg.DataFile;

/** A landing partition as Parquet files that no table knows yet. */
public record Written(LandingPartition landed, List<DataFile> rows, List<DataFile> rejects, Inputs inputs) {
    public Written {
        rows = List.copyOf(rows);
        rejects = List.copyOf(rejects);
    }
}
