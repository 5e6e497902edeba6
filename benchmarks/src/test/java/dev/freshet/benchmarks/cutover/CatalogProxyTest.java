package dev.freshet.benchmarks.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CatalogProxyTest {
    private static final LakehouseConfig CONFIG = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared()
            .properties());

    private static CatalogProxy proxy;

    @BeforeAll
    static void start() throws SQLException {
        proxy = CatalogProxy.start(CONFIG);
        execute("CREATE TABLE proxied (n int); INSERT INTO proxied VALUES (0)");
    }

    @AfterAll
    static void end() throws SQLException {
        execute("DROP TABLE proxied");
        proxy.close();
    }

    @Test
    void withoutAFaultEveryRequestPasses() throws SQLException {
        execute("UPDATE proxied SET n = 1");
        assertThat(number()).isEqualTo(1);
    }

    @Test
    void aLostRequestUpdatesNothing() throws SQLException {
        execute("UPDATE proxied SET n = 2");
        proxy.arm(CatalogProxy.Cut.REQUEST, 0);
        assertThatThrownBy(() -> execute("UPDATE proxied SET n = 3")).isInstanceOf(SQLException.class);
        assertThat(number()).isEqualTo(2);
        assertThat(proxy.made(CatalogProxy.Cut.REQUEST)).isEqualTo(1);
    }

    @Test
    void aLostReplyHidesACompletedUpdateFromTheClient() throws SQLException {
        proxy.arm(CatalogProxy.Cut.REPLY, 1);
        execute("UPDATE proxied SET n = 4");
        assertThatThrownBy(() -> execute("UPDATE proxied SET n = 5")).isInstanceOf(SQLException.class);
        assertThat(number()).isEqualTo(5);
        assertThat(proxy.made(CatalogProxy.Cut.REPLY)).isEqualTo(1);
    }

    private static int number() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT n FROM proxied")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        LakehouseConfig config = proxy.before(CONFIG);
        return DriverManager.getConnection(config.iceberg().get("uri"), config.iceberg().get("jdbc.user"), config
                .iceberg().get("jdbc.password"));
    }
}
