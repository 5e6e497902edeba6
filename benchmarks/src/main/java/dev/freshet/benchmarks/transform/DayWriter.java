package dev.freshet.benchmarks.transform;

/** Writes the rows of a landing day as Parquet. */
interface DayWriter {
    /** Reads all raw files and writes all rows; what it wrote before is deleted between two calls. */
    void write() throws Exception;
}
