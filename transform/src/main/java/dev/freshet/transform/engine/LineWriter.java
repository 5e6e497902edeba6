package dev.freshet.transform.engine;

import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.RawLines;

/** Writes the rows of lines, and adds them to the checksums. Not thread-safe. */
interface LineWriter extends TableWriter {
    /**
     * Reads the current line, and writes it if it is a row.
     *
     * @param path of the raw file
     * @param file the id of the raw file
     */
    LineMapper.Result write(RawLines line, String path, long file);

    /** Adds all rows that were read to the checksums. */
    default void endReading() {}

    /** How many lines needed the slower reader; 0 if there is only one. */
    default long slowLines() {
        return 0;
    }
}
