package dev.freshet.transform.engine;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.util.List;
import java.util.SortedMap;
import org.apache.iceberg.Table;

/** Reads line by line and writes row by row. The reference for other engines. */
record RowEngine(DatasetSpec spec, Table rows, Table rejects, LandingZone landing, BatchProgress progress)
        implements
            Engine {
    @Override
    public Written write(IngestUnit unit, List<RawFile> files, SortedMap<String, String> setAside, List<Kept> kept) {
        return new UnitWriter(this, unit).write(files, setAside, kept);
    }
}
