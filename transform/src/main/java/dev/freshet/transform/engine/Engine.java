package dev.freshet.transform.engine;

import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.landing.RawFile;
import java.io.UncheckedIOException;
import java.util.List;

/** Turns raw files into data files that no table knows yet. Commits nothing. */
public interface Engine {
    /**
     * @param files the raw files to read
     * @param kept rows and rejects to take over from history
     * @throws UncheckedIOException if a raw file cannot be read
     * @throws LakehouseException if a data file cannot be written, or history does not hold what is to be kept
     */
    Written write(IngestUnit unit, List<RawFile> files, List<Kept> kept);
}
