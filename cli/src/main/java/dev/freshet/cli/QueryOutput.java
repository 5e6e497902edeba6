package dev.freshet.cli;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A query's answer: rows or a count, then the time it took and the warnings. */
sealed interface QueryOutput permits RowsOutput, JsonOutput {
    void rows(ResultSet rows) throws SQLException;

    void updated(long count);

    void end(Duration elapsed, List<String> warnings);
}
