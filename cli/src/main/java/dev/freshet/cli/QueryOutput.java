package dev.freshet.cli;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A query's answer: rows or a count, then the time it took and the warnings. */
sealed interface QueryOutput permits RowsOutput, JsonOutput {
    /** @param listener hears of each row */
    void rows(ResultSet rows, RowListener listener) throws SQLException;

    void updated(long count);

    void end(Duration elapsed, List<String> warnings);

    /** Is called while the rows are on the one that it gets. */
    interface RowListener {
        void row(ResultSet rows) throws SQLException;
    }
}
