package dev.freshet.gateway;

import dev.freshet.gateway.sql.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Reads view texts through trino-jdbc. */
record JdbcViewTexts(LookupConnection connection) implements ViewTexts {
    @Override
    public Optional<String> find(QualifiedName name) throws SQLException {
        Connection trino = connection.current();
        try (Statement statement = trino.createStatement();
                ResultSet answer = statement.executeQuery(ViewTexts.statement(name))) {
            return answer.next() ? Optional.of(answer.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            if (ViewTexts.isNoView(e.getErrorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
