package dev.freshet.benchmarks.cutover;

import dev.freshet.spec.DatasetSpec;
import java.util.List;

/** A way to serve landed files as history and tail while readers watch. */
interface ServingPattern {
    /** As reports name it. */
    String name();

    /** Says where files land. */
    DatasetSpec spec();

    /** Whether it can handle late files and a rollback. */
    boolean goesBack();

    /** How a reader queries. @param reader from 0 */
    List<Way> ways(int reader);

    /**
     * Removes what an earlier, interrupted benchmark left behind, and creates what must be there before the first run.
     */
    void prepare();

    /** Ingests what landed up to yesterday and moves the boundary to today. */
    void run(CutOverWatch watch);

    /** Ingests late files and does not move the boundary. */
    default void repair(CutOverWatch watch) {
        throw new UnsupportedOperationException(name());
    }

    /** Goes back to the boundary before the last cut-over. */
    default void rollBack(CutOverWatch watch) {
        throw new UnsupportedOperationException(name());
    }

    /** Ingests files of the tail during the day. */
    default void ingest() {
        throw new UnsupportedOperationException(name());
    }

    /** Does housekeeping, if the pattern has any. */
    default void maintain() {}

    /** Removes tables, views and raw files. */
    void remove();
}
