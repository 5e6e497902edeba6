package dev.freshet.benchmarks.transform;

import dev.freshet.spec.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * DuckDB's {@code COPY}: all rows in the order of the spec, in a directory for each day of their events.
 *
 * @param settings further options of {@code COPY}
 */
record DuckDbWriter(RawDay day, Path out, String settings) implements DayWriter {
    @Override
    public void write() throws IOException, SQLException {
        try (Connection duckDb = DuckDb.open(out); Statement statement = duckDb.createStatement()) {
            statement.execute(sql());
        }
    }

    private String sql() throws IOException {
        List<Column> columns = day.spec().columns();
        String eventTime = DuckDb.name(day.spec().eventTimeColumn().historyName());
        String order = day.spec().history().sortBy().stream().map(DuckDb::name).collect(Collectors.joining(", "));
        return """
               COPY (
                 SELECT *, CAST(%s AS DATE) AS event_day FROM (SELECT %s FROM %s)
                 ORDER BY event_day, %s
               ) TO %s (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (event_day), OVERWRITE_OR_IGNORE%s)"""
                .formatted(eventTime, columns.stream().map(DuckDb::column).collect(Collectors.joining(", ")),
                        DuckDb.readJson(day.files(), columns), order, DuckDb.text(out.toString()), settings);
    }
}
