package dev.freshet.transform.engine;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * An ingest unit as data files that no table knows yet, and what they were made of.
 *
 * @param inputs the raw files that the data files were made from
 * @param kept the part of the inputs that was taken over from history
 * @param reasons how many lines of the raw files were rejected, by reason
 * @param checksums of the raw files, and of what was made from them; what was taken over from history is missing. Empty
 *        if Trino has written: then both are only compared in full
 */
public record Written(IngestUnit unit, List<DataFile> rows, List<DataFile> rejects, Inputs inputs,
        List<Kept> kept, Map<String, Long> reasons, Optional<Checksums> checksums) {
    public Written {
        rows = List.copyOf(rows);
        rejects = List.copyOf(rejects);
        kept = List.copyOf(kept);
        reasons = Map.copyOf(reasons);
    }

    /** Nothing, which takes the place of all that is stored of a landing partition. */
    public static Written nothing(LandingPartition partition, DatasetSpec spec) {
        return new Written(new IngestUnit(partition), List.of(), List.of(), Inputs.NONE, List.of(), Map.of(),
                Optional.of(new Checksums(spec, 0)));
    }

    /** The predicate that selects an ingest unit's rows in history, and its rejects in the quarantine. */
    public static Expression filter(IngestUnit unit) {
        return Expressions.equal(LandingPartition.COLUMN, IcebergRows.landedOn(unit).toString());
    }
}
