package dev.freshet.cli;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One JSON object for each row, on a line of its own. The names of the columns are its keys. */
final class NdjsonFormat implements RowFormat {
    private final PrintWriter out;
    private final Set<String> columns = new LinkedHashSet<>();

    NdjsonFormat(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(ResultSetMetaData meta) throws SQLException {
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String name = meta.getColumnLabel(i);
            if (!columns.add(name)) {
                throw new CommandException(ExitCode.USAGE,
                        "Cannot write ndjson: two columns are named %s (rename one of them with AS)".formatted(name));
            }
        }
    }

    @Override
    public void row(ResultSet rows) throws SQLException {
        Map<String, Object> row = new LinkedHashMap<>();
        for (String column : columns) {
            row.put(column, CellText.json(rows, row.size() + 1));
        }
        out.print(Output.text(row) + '\n');
    }

    @Override
    public void end() {
        out.flush();
    }
}
