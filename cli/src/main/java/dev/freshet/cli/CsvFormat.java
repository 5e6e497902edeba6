package dev.freshet.cli;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Rows as RFC 4180 has them, after a line with the names of the columns. NULL is an empty field, an empty text is
 * {@code ""}.
 */
final class CsvFormat implements RowFormat {
    private final PrintWriter out;
    private int columns;

    CsvFormat(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(ResultSetMetaData meta) throws SQLException {
        columns = meta.getColumnCount();
        for (int i = 1; i <= columns; i++) {
            field(i, Optional.of(meta.getColumnLabel(i)));
        }
    }

    @Override
    public void row(ResultSet rows) throws SQLException {
        for (int i = 1; i <= columns; i++) {
            field(i, CellText.of(rows, i));
        }
    }

    private void field(int number, Optional<String> text) {
        text.ifPresent(present -> out.print(quoted(present)));
        out.print(number < columns ? "," : "\r\n");
    }

    private static String quoted(String text) {
        return text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }

    @Override
    public void end() {
        out.flush();
    }
}
