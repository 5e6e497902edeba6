package dev.freshet.transform.engine;

import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.data.Record;

/** Holds rows of one table, sorts them and writes them as Parquet files, one per partition. Not thread-safe. */
interface TableWriter {
    void add(Record row);

    /** Writes the rows that are held. */
    void flush();

    /** All files that were written so far. */
    List<DataFile> files();
}
