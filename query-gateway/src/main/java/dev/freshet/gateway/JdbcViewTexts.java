package dev.freshet.gateway;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Reads view texts through trino-jdbc.
 *
 * @param connection gives the connection to use, which stays open
 */
record JdbcViewTexts(LookupConnection.Opener connection) implements ViewTexts {
    @Override
    public Optional<String> find(String showCreateView) throws SQLException {
        try (Statement statement = connection.open().createStatement();
                ResultSet answer = statement.executeQuery(showCreateView)) {
            return answer.next() ? Optional.of(answer.getString(1)) : Optional.empty();
        }
    }
}
