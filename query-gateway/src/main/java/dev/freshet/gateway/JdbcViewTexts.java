package dev.freshet.gateway;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Reads view texts through trino-jdbc. */
record JdbcViewTexts(LookupConnection connection) implements ViewTexts {
    @Override
    public Optional<String> find(String showCreateView) throws SQLException {
        try (Statement statement = connection.current().createStatement();
                ResultSet answer = statement.executeQuery(showCreateView)) {
            return answer.next() ? Optional.of(answer.getString(1)) : Optional.empty();
        }
    }
}
