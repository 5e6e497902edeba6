package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.core.Boundary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/** The boundary in the live view's text, as Trino shows it. */
record PublishedBoundary(Connection trino, String liveView) {
    synchronized LocalDate now() {
        String sql = "SHOW CREATE VIEW " + liveView;
        try (Statement statement = trino.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return Boundary.inViewText(rows.getString(1)).orElseThrow().first().start().toLocalDate();
        } catch (SQLException e) {
            throw new BenchException("Cannot read the boundary: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }
}
