package dev.freshet.benchmarks.cutover;

import dev.freshet.core.Boundary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The boundary that is published: the latest of those in the views' texts, as Trino shows them. A run that was
 * overtaken can overwrite one of them with an older text, as no catalog compares and replaces a view atomically; the
 * next run or ingest restores it.
 */
final class PublishedBoundary {
    private final Connection trino;
    private final List<String> views;
    private LocalDate last;
    private int rollbacks;
    private int wentBack;

    /** @param now the boundary that is published now */
    PublishedBoundary(Connection trino, List<String> views, LocalDate now) {
        this.trino = trino;
        this.views = views;
        this.last = now;
    }

    /** The last known one if a view cannot be read: readers see the same error, and it is counted there. */
    synchronized LocalDate now() {
        try {
            Optional<LocalDate> latest = Optional.empty();
            for (String view : views) {
                latest = Stream.concat(latest.stream(), in(view).stream()).max(LocalDate::compareTo);
            }
            latest.ifPresent(this::isNow);
        } catch (SQLException e) {
            // see the Javadoc
        }
        return last;
    }

    private Optional<LocalDate> in(String view) throws SQLException {
        try (Statement statement = trino.createStatement();
                ResultSet rows = statement.executeQuery("SHOW CREATE VIEW " + view)) {
            return rows.next() ? Boundary.inViewText(rows.getString(1)).map(read -> read.historyEnd().toLocalDate())
                    : Optional.empty();
        }
    }

    private void isNow(LocalDate boundary) {
        wentBack += boundary.isBefore(last) && rollbacks == 0 ? 1 : 0;
        last = boundary;
    }

    /** From now on the boundary may go back. Ingests beside the rollback look at it, too. */
    synchronized void rollbackBegins() {
        rollbacks++;
    }

    synchronized void rollbackEnds() {
        now();
        rollbacks--;
    }

    /** How often it went back otherwise. */
    synchronized int wentBack() {
        return wentBack;
    }
}
