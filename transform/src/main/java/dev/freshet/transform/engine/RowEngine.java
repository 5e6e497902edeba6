package dev.freshet.transform.engine;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import org.apache.iceberg.Table;

/** Reads line by line and writes row by row. The reference for other engines. */
record RowEngine(DatasetSpec spec, Table rows, Table rejects, LandingZone landing, JsonNumbers numbers,
        BatchProgress progress)
        implements
            UnitEngine {
    @Override
    public int threads() {
        return 1;
    }

    @Override
    public RowWriters rowWriters(IngestUnit unit) {
        return checksums -> new RecordWriter(this, unit, checksums);
    }

    @Override
    public TableWriter rejectWriter() {
        return new RowBuffer(rejects);
    }
}
