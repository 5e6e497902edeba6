package dev.freshet.transform.engine;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.ParquetProfile;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import org.apache.iceberg.Table;

/** Reads bytes into columns and writes pages. Its rows are those of {@link RowEngine}. */
record ColumnEngine(DatasetSpec spec, Table rows, Table rejects, LandingZone landing, JsonNumbers numbers,
        BatchProgress progress,
        ParquetProfile profile, Resources resources) implements UnitEngine {
    @Override
    public int threads() {
        return resources.threads();
    }

    @Override
    public RowWriters rowWriters(IngestUnit unit) {
        return new ColumnWriters(this, unit);
    }

    @Override
    public TableWriter rejectWriter() {
        return new TableColumns(rejects, profile, resources.columnBytes() / 8);
    }
}
