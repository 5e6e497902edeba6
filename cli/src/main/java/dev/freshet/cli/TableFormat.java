package dev.freshet.cli;

import dev.freshet.cli.screen.Table.Column;
import dev.freshet.cli.screen.Table;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows as a table, for people. */
final class TableFormat implements RowFormat {
    private static final Set<Integer> NUMBERS = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT,
            Types.REAL, Types.FLOAT, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC);

    private final PrintWriter out;
    private int columns;
    private Table table;

    TableFormat(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(ResultSetMetaData meta) throws SQLException {
        columns = meta.getColumnCount();
        List<Column> headings = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            headings.add(new Column(meta.getColumnLabel(i), NUMBERS.contains(meta.getColumnType(i))));
        }
        table = new Table(out, headings);
    }

    @Override
    public void row(ResultSet rows) throws SQLException {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            cells.add(CellText.of(rows, i).orElse("NULL"));
        }
        table.row(cells);
    }

    @Override
    public void end() {
        table.close();
    }
}
