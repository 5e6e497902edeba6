package dev.freshet.transform.engine;

import dev.freshet.core.LandingPartition;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * A landing partition as Parquet files that no table knows yet.
 *
 * @param inputs what the partition was made from
 * @param kept the part of the inputs that was taken over from history
 */
public record Written(LandingPartition landed, List<DataFile> rows, List<DataFile> rejects, Inputs inputs,
        List<Kept> kept) {
    public Written {
        rows = List.copyOf(rows);
        rejects = List.copyOf(rejects);
        kept = List.copyOf(kept);
    }
}
