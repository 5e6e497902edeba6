package dev.freshet.transform.engine;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.ParquetProfile;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.UnreadableFileException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import org.apache.iceberg.Table;

/** Turns raw files into data files that no table knows yet. Commits nothing. */
public interface Engine {
    /**
     * The engine that reads line by line and writes row by row.
     *
     * @param rows history
     * @param rejects its quarantine
     */
    static Engine byRow(DatasetSpec spec, Table rows, Table rejects, LandingZone landing, JsonNumbers numbers,
            BatchProgress progress) {
        return new RowEngine(spec, rows, rejects, landing, numbers, progress);
    }

    /**
     * The engine that reads bytes into columns and writes pages, with the same rows.
     *
     * @param rows history
     * @param rejects its quarantine
     */
    static Engine byColumn(DatasetSpec spec, Table rows, Table rejects, LandingZone landing, JsonNumbers numbers,
            BatchProgress progress,
            ParquetProfile profile, Resources resources) {
        return new ColumnEngine(spec, rows, rejects, landing, numbers, progress, profile, resources);
    }

    /**
     * The engine that lets Trino read raw files and write data files, with the same rows. It computes no checksums.
     *
     * @param rows history
     * @param rejects its quarantine
     * @param others writes what Trino cannot read, and what is kept of history
     * @param suffix makes names of unused tables, which Trino writes to, from those of history and its quarantine
     */
    static Engine byTrino(DatasetSpec spec, Table rows, Table rejects, BatchProgress progress, Engine others,
            Cluster cluster, String suffix) {
        return new TrinoEngine(spec, rows, rejects, progress, others, cluster, suffix);
    }

    /**
     * @param files the raw files to read
     * @param setAside reject reasons by path of those files that are not read, as they cannot be
     * @param kept rows and rejects to take over from history
     * @throws UnreadableFileException if another raw file cannot be read, because of what is in it
     * @throws UncheckedIOException if the storage fails
     * @throws LakehouseException if a data file cannot be written, Trino cannot read a raw file, or history lacks rows
     *         that are to be kept
     */
    Written write(IngestUnit unit, List<RawFile> files, SortedMap<String, String> setAside, List<Kept> kept);
}
