package dev.freshet.cli;

import dev.freshet.cli.QueryOutput.RowListener;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A query's whole answer, for JSON.
 *
 * @param rows a value for each column, as {@link CellText#json} has it
 * @param updated how many rows the statement changed, if it was no query
 */
record JsonAnswer(List<String> columns, List<String> types, List<List<Object>> rows, OptionalLong updated) {
    /** Reads all rows. */
    static JsonAnswer of(ResultSet answer, RowListener listener) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
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
            listener.row(answer);
        }
        return new JsonAnswer(columns, types, rows, OptionalLong.empty());
    }

    /** @param count negative if the statement says nothing about it */
    static JsonAnswer updated(long count) {
        return new JsonAnswer(List.of(), List.of(), List.of(),
                count < 0 ? OptionalLong.empty() : OptionalLong.of(count));
    }

    Map<String, Object> json(Duration elapsed, List<String> warnings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("columns", columns);
        json.put("types", types);
        json.put("rows", rows);
        json.put("rowCount", rows.size());
        updated.ifPresent(count -> json.put("updated", count));
        json.put("millis", elapsed.toMillis());
        json.put("warnings", warnings);
        return json;
    }
}
