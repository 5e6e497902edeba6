package dev.freshet.cli;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A query's answer: rows or a count, then the time it took and the warnings. */
sealed interface QueryOutput permits RowsOutput, JsonOutput {
    /** @param listener is called for each row */
    void rows(ResultSet rows, RowListener listener) throws SQLException;

    void updated(long count);

    void end(Duration elapsed, List<String> warnings);

    /** Gets the answer while it stands on a row, to read more of that row. */
    interface RowListener {
        void row(ResultSet rows) throws SQLException;
    }
}
