package dev.freshet.transform.engine;

import dev.freshet.spec.sql.IngestUnit;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * An ingest unit as data files that no table knows yet, and what they were made of.
 *
 * @param inputs the raw files that the data files were made from
 * @param kept the part of the inputs that was taken over from history
 */
public record Written(IngestUnit unit, List<DataFile> rows, List<DataFile> rejects, Inputs inputs,
        List<Kept> kept) {
    public Written {
        rows = List.copyOf(rows);
        rejects = List.copyOf(rejects);
        kept = List.copyOf(kept);
    }
}
