package dev.freshet.benchmarks.scan;

import dev.freshet.spec.DatasetSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Where raw files come from: {@link TelemetryFiles}, or the user's {@link OwnFiles}. */
interface RawSource {
    /** How its lines are read. Where they land, and what makes them columnar, is the benchmark's choice. */
    DatasetSpec spec();

    List<ScanShape> shapes();

    /** @param dimension the name of a table that {@link #dimension} fills */
    List<ScanQuestion> questions(String dimension);

    /** The query for the rows of the dimension, from a table with rows; empty if no question needs one. */
    Optional<String> dimension(String table);

    /**
     * Writes one file.
     *
     * @param stored is closed
     * @return without its bytes as stored; 0 rows if the source does not count them
     */
    Landed write(ScanShape shape, int file, OutputStream stored) throws IOException;
}
