package dev.freshet.gateway;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads view texts through trino-jdbc.
 *
 * @param connection gives the connection to use, which stays open
 */
record JdbcViewTexts(LookupConnection.Opener connection) implements ViewTexts {
    @Override
    public Optional<String> find(String showCreateView) throws SQLException {
        return find(showCreateView, Duration.ZERO);
    }

    /** @param patience zero for no limit */
    @Override
    public Optional<String> find(String query, Duration patience) throws SQLException {
        try (Statement statement = connection.open().createStatement()) {
            statement.setQueryTimeout((int) patience.toSeconds());
            try (ResultSet answer = statement.executeQuery(query)) {
                return answer.next() ? Optional.of(answer.getString(1)) : Optional.empty();
            }
        }
    }
}
