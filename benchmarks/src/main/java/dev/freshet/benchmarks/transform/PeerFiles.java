package dev.freshet.benchmarks.transform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;

/** Writes Parquet files of rows. */
interface PeerFiles {
    /** The columns of a row. */
    Schema schema();

    /** The directory of all files. */
    Path out();

    /** Writes one file. Called by several threads. */
    void write(Path file, List<Object[]> rows) throws IOException;
}
