package dev.freshet.cli;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A query's answer as JSON. It is written only when complete, so that a failure can be one object, too. */
final class JsonOutput implements QueryOutput {
    private final PrintWriter out;
    private JsonAnswer answer;

    JsonOutput(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void rows(ResultSet rows, RowListener listener) throws SQLException {
        answer = JsonAnswer.of(rows, listener);
    }

    @Override
    public void updated(long count) {
        answer = JsonAnswer.updated(count);
    }

    @Override
    public void end(Duration elapsed, List<String> warnings) {
        new Output(out).json(answer.json(elapsed, warnings));
    }
}
