package dev.freshet.transform.engine;

/** Writes the rows of an ingest unit, in several threads. */
interface RowWriters {
    /** The writer of one thread. */
    LineWriter add(Checksums checksums);

    /**
     * Sorts the rows that all writers still hold, as if one thread had read them. Then each of them writes a part when
     * it is flushed. Called at the end of reading.
     */
    default void sortTogether() {}
}
