package dev.freshet.gateway;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Reads the texts of views from Trino, by JDBC or HTTP. */
public interface ViewTexts {
    /**
     * @param showCreateView a {@code SHOW CREATE VIEW} statement
     * @return its answer, if there is one
     * @throws SQLException if Trino fails the statement, with Trino's error code; if there is no answer, with another
     */
    Optional<String> find(String showCreateView) throws SQLException;

    /**
     * Runs another query.
     *
     * @param query a {@code SELECT} of one text
     * @param patience how long it may take, if it can be limited
     * @throws SQLException as {@link #find(String)} does, or if it takes longer
     */
    default Optional<String> find(String query, Duration patience) throws SQLException {
        return find(query);
    }
}
