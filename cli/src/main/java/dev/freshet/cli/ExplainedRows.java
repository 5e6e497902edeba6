package dev.freshet.cli;

import dev.freshet.cli.QueryOutput.RowListener;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Adds to the rows of {@code freshet(explain)} how long live queries take. */
final class ExplainedRows implements RowListener {
    private final Optional<ExpectedTime> expected;
    private final List<String> lines = new ArrayList<>();

    private ExplainedRows(Optional<ExpectedTime> expected) {
        this.expected = expected;
    }

    /** @param expected is not asked for an answer that explains nothing */
    static ExplainedRows in(ResultSetMetaData answer, Supplier<Optional<ExpectedTime>> expected) throws SQLException {
        Set<String> columns = new HashSet<>();
        for (int i = 1; i <= answer.getColumnCount(); i++) {
            columns.add(answer.getColumnLabel(i));
        }
        boolean explains = columns.containsAll(List.of("dataset", "view", "raw_files", "raw_bytes"));
        return new ExplainedRows(explains ? expected.get() : Optional.empty());
    }

    @Override
    public void row(ResultSet rows) throws SQLException {
        if (expected.isPresent() && "live".equals(rows.getString("view")) && rows.getObject("raw_bytes") != null) {
            lines.add(rows.getString("dataset") + ": "
                    + expected.get().text(rows.getLong("raw_files"), rows.getLong("raw_bytes")));
        }
    }

    /** One for each dataset whose raw files could be counted. */
    List<String> lines() {
        return lines;
    }
}
