package dev.freshet.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class LocalLakehouseTest {
    @Test
    void itServesIcebergAndExternalTables() throws SQLException {
        LocalLakehouse lakehouse = LocalLakehouse.shared();
        try (Connection connection = DriverManager.getConnection(lakehouse.trinoUrl(), "test", null);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA lakehouse.a");
            statement.execute("CREATE TABLE lakehouse.a.t AS SELECT 1 AS x");
            try (ResultSet answer = statement.executeQuery("SELECT x FROM lakehouse.a.t")) {
                assertThat(answer.next()).isTrue();
                assertThat(answer.getInt(1)).isEqualTo(1);
            }
        }
    }
}
