package dev.freshet.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A query's answer as JSON. It is written only when complete, so that a failure can be one object, too. */
final class JsonOutput implements QueryOutput {
    private final PrintWriter out;
    private final List<String> columns = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();
    private long updated = -1;

    JsonOutput(PrintWriter out) {
        this.out = out;
    }

    /** For its {@link #json} alone. */
    JsonOutput() {
        this(new PrintWriter(Writer.nullWriter()));
    }

    @Override
    public void rows(ResultSet answer) throws SQLException {
        ResultSetMetaData meta = answer.getMetaData();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnLabel(i));
            types.add(meta.getColumnTypeName(i));
        }
        while (answer.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(CellText.json(answer, i));
            }
            rows.add(row);
        }
    }

    @Override
    public void updated(long count) {
        updated = count;
    }

    @Override
    public void end(Duration elapsed, List<String> warnings) {
        new Output(out).json(json(elapsed, warnings));
    }

    Map<String, Object> json(Duration elapsed, List<String> warnings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("columns", columns);
        json.put("types", types);
        json.put("rows", rows);
        json.put("rowCount", rows.size());
        if (updated >= 0) {
            json.put("updated", updated);
        }
        json.put("millis", elapsed.toMillis());
        json.put("warnings", warnings);
        return json;
    }
}
