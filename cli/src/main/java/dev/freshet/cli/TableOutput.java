package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Table.Column;
import dev.freshet.cli.screen.Table;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A query's answer as a table. */
final class TableOutput implements QueryOutput {
    private static final Set<Integer> NUMBERS = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT,
            Types.REAL, Types.FLOAT, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC);

    private final PrintWriter out;
    private String count = "done";

    TableOutput(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void rows(ResultSet rows) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Column(meta.getColumnLabel(i), NUMBERS.contains(meta.getColumnType(i))));
        }
        long number = 0;
        try (Table table = new Table(out, columns)) {
            for (; rows.next(); number++) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    cells.add(CellText.of(rows, i));
                }
                table.row(cells);
            }
        }
        count = Figures.count(number, "row");
    }

    @Override
    public void updated(long number) {
        count = number < 0 ? "done" : Figures.count(number, "row") + " changed";
    }

    @Override
    public void end(Duration elapsed, List<String> warnings) {
        out.println("(" + count + ", " + Figures.duration(elapsed) + ")");
        warnings.forEach(out::println);
        out.flush();
    }
}
