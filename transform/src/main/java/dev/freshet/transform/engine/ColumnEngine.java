package dev.freshet.transform.engine;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.columns.Encodings;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.landing.LandingZone;
import org.apache.iceberg.Table;

/**
 * Reads bytes into columns and writes pages. Its rows are those of {@link RowEngine}.
 *
 * @param memory bytes of columns that a thread holds before it writes them
 */
record ColumnEngine(DatasetSpec spec, Table rows, Table rejects, LandingZone landing, BatchProgress progress,
        Encodings encodings, int threads, long memory) implements UnitEngine {
    @Override
    public LineWriter rowWriter(IngestUnit unit, Checksums checksums) {
        return new ColumnWriter(this, unit, checksums);
    }

    @Override
    public TableWriter rejectWriter() {
        return new TableColumns(rejects, encodings, memory / 8);
    }
}
