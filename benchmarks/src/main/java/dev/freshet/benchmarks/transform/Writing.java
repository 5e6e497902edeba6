package dev.freshet.benchmarks.transform;

import java.io.IOException;
import java.util.List;

/** A contender at work on one day. */
interface Writing {
    /** Writes so many times, each time from the beginning; the files of the last time stay. */
    List<Cost> write(int times) throws IOException;

    /** Whether each call of {@link #write} is in a new process, so that its first write is cold. */
    boolean isInNewProcess();

    /** The files that are there. */
    Content content();

    /** Deletes them. */
    void clear() throws IOException;
}
