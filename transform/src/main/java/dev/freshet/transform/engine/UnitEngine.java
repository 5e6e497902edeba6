package dev.freshet.transform.engine;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.landing.FileRange;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.util.List;
import java.util.SortedMap;
import org.apache.iceberg.Table;

/** What engines have in common: they differ in how they read lines and write rows. */
interface UnitEngine extends Engine {
    DatasetSpec spec();

    Table rows();

    Table rejects();

    LandingZone landing();

    BatchProgress progress();

    /** So many threads read raw files at once. */
    int threads();

    /** The writers of the rows of history, one per thread. */
    RowWriters rowWriters(IngestUnit unit);

    /** Writes rejects; called once per thread. */
    TableWriter rejectWriter();

    @Override
    default Written write(IngestUnit unit, List<RawFile> files, SortedMap<String, String> setAside, List<Kept> kept) {
        return Turns.take(kept.isEmpty() && FileRange.worth(files) == 0,
                () -> new UnitWriter(this, unit).write(files, setAside, kept));
    }
}
