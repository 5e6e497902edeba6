package dev.freshet.benchmarks.cutover;

import dev.freshet.core.Boundary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/** The boundary in the live view's text, as Trino shows it. */
final class PublishedBoundary {
    private final Connection trino;
    private final String liveView;
    private LocalDate last;
    private boolean mayGoBack;
    private int wentBack;

    /** @param now the boundary that is published now */
    PublishedBoundary(Connection trino, String liveView, LocalDate now) {
        this.trino = trino;
        this.liveView = liveView;
        this.last = now;
    }

    /** The last known one if the view cannot be read: readers see the same error, and it is counted there. */
    synchronized LocalDate now() {
        try (Statement statement = trino.createStatement();
                ResultSet rows = statement.executeQuery("SHOW CREATE VIEW " + liveView)) {
            if (rows.next()) {
                Boundary.inViewText(rows.getString(1)).ifPresent(read -> isNow(read.historyEnd().toLocalDate()));
            }
        } catch (SQLException e) {
            // see the Javadoc
        }
        return last;
    }

    private void isNow(LocalDate boundary) {
        wentBack += boundary.isBefore(last) && !mayGoBack ? 1 : 0;
        last = boundary;
        mayGoBack = false;
    }

    /** Allows the next look to find an earlier boundary, because of a rollback. */
    synchronized void mayGoBack() {
        mayGoBack = true;
    }

    /** How often it went back otherwise. */
    synchronized int wentBack() {
        return wentBack;
    }
}
