package dev.freshet.cli;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What a query answers: rows or a count, then how long it took and what was said about it. */
sealed interface QueryAnswer permits TableAnswer, JsonAnswer {
    void rows(ResultSet rows) throws SQLException;

    void updated(long count);

    void end(Duration elapsed, List<String> warnings);
}
