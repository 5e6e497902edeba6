package dev.freshet.gateway;

import static dev.freshet.gateway.TestingDataset.dataSource;
import static dev.freshet.gateway.TestingDataset.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.commons.dbcp2.BasicDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Connection pools and JDBC libraries with a real Trino. The live view has three rows, the T-1 view two. */
class FrameworksTest {
    private static final String COUNT = "SELECT count(*) FROM pooled";

    @BeforeAll
    static void createDataset() throws SQLException, IOException {
        TestingDataset.create("pooled", "live");
    }

    private static HikariDataSource poolOfOne(HikariConfig config) {
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(COUNT)) {
            answer.next();
            return answer.getLong(1);
        }
    }

    @Test
    void hikariPoolsByUrl() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url("?freshness=t-1"));
        config.setUsername("test");
        try (HikariDataSource pool = poolOfOne(config)) {
            Connection first;
            try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
                first = connection.unwrap(Connection.class);
                assertThat(count(connection)).isEqualTo(2);
                statement.execute(COUNT);
                assertThat(statement.unwrap(FreshetStatement.class).routes()).hasSize(1);
                assertThat((Throwable) statement.getWarnings()).isInstanceOf(FreshnessWarning.class);
            }
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.unwrap(Connection.class)).isSameAs(first);
                assertThat(connection.isValid(5)).isTrue();
                assertThat(count(connection)).isEqualTo(2);
            }
        }
    }

    @Test
    void hikariPoolsADataSource() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource("t-1"));
        config.setTransactionIsolation("TRANSACTION_READ_UNCOMMITTED");
        try (HikariDataSource pool = poolOfOne(config); Connection connection = pool.getConnection()) {
            assertThat(count(connection)).isEqualTo(2);
        }
    }

    /**
     * HikariCP does not reset client info, but with request boundaries it reports the end of each request to the
     * driver.
     */
    @Test
    void clientInfoIsResetAtTheEndOfARequest() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource("t-1"));
        System.setProperty("com.zaxxer.hikari.enableRequestBoundaries", "true");
        try (HikariDataSource pool = poolOfOne(config)) {
            try (Connection connection = pool.getConnection()) {
                connection.setClientInfo("freshness", "live");
                assertThat(count(connection)).isEqualTo(3);
            }
            try (Connection connection = pool.getConnection()) {
                assertThat(count(connection)).isEqualTo(2);
            }
        } finally {
            System.clearProperty("com.zaxxer.hikari.enableRequestBoundaries");
        }
    }

    /** DBCP2 keeps the client info of the last borrower. */
    @Test
    void dbcp2PoolsByUrl() throws SQLException {
        try (BasicDataSource pool = new BasicDataSource()) {
            pool.setUrl(url("?freshness=t-1"));
            pool.setUsername("test");
            pool.setMaxTotal(1);
            pool.setPoolPreparedStatements(true);
            try (Connection connection = pool.getConnection()) {
                assertThat(preparedCount(connection)).isEqualTo(2);
                connection.setClientInfo("freshness", "live");
                assertThat(preparedCount(connection)).isEqualTo(3);
                connection.setClientInfo("freshness", null);
            }
            try (Connection connection = pool.getConnection()) {
                assertThat(preparedCount(connection)).isEqualTo(2);
            }
        }
    }

    @Test
    void c3p0PoolsByUrlWithItsStatements() throws SQLException {
        ComboPooledDataSource pool = new ComboPooledDataSource();
        pool.setJdbcUrl(url("?freshness=t-1"));
        pool.setUser("test");
        pool.setInitialPoolSize(1);
        pool.setMaxPoolSize(1);
        pool.setMaxStatements(10);
        try {
            for (int borrower = 0; borrower < 2; borrower++) {
                try (Connection connection = pool.getConnection()) {
                    assertThat(preparedCount(connection)).isEqualTo(2);
                    assertThat(connection.isValid(5)).isTrue();
                }
            }
        } finally {
            pool.close();
        }
    }

    private static long preparedCount(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT + " WHERE id > ?")) {
            statement.setLong(1, 0);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }

    @Test
    void springQueriesAndBindsParameters() throws SQLException {
        JdbcTemplate spring = new JdbcTemplate(dataSource("t-1"));
        assertThat(spring.queryForObject(COUNT, Long.class)).isEqualTo(2);
        assertThat(spring.queryForList("SELECT device FROM pooled WHERE id > ? AND device <> ?", String.class, 1L,
                "none")).containsExactly("b");
        assertThat(new NamedParameterJdbcTemplate(spring).queryForList(
                "SELECT id FROM pooled WHERE device IN (:devices) ORDER BY id",
                new MapSqlParameterSource("devices", List.of("a", "b", "today")), Long.class)).containsExactly(1L, 2L);
    }

    @Test
    void springTranslatesExceptionsLikeThoseOfTrino() throws SQLException {
        JdbcTemplate freshet = new JdbcTemplate(dataSource("t-1"));
        JdbcTemplate trino = new JdbcTemplate(new DriverManagerDataSource(
                LocalLakehouse.shared().trinoUrl() + "/" + TestingDataset.SCHEMA, "test", ""));
        for (String sql : List.of("SELEC 1", "SELECT nothing FROM pooled", "SELECT * FROM nowhere.at.all",
                "SELECT 1 / (id - id) FROM pooled")) {
            DataAccessException expected = failure(trino, sql);
            assertThat(failure(freshet, sql)).as(sql).hasSameClassAs(expected)
                    .extracting(FrameworksTest::errorCode).isEqualTo(errorCode(expected));
        }
        assertThat(failure(freshet, "SELECT 1 /*+ freshness(soon) */"))
                .isInstanceOf(DataIntegrityViolationException.class).hasMessageContaining("use live, t-1");
    }

    private static int errorCode(DataAccessException failure) {
        return ((SQLException) failure.getCause()).getErrorCode();
    }

    private static DataAccessException failure(JdbcTemplate spring, String sql) {
        return catchThrowableOfType(DataAccessException.class, () -> spring.queryForList(sql));
    }

    @Test
    void jdbiQueriesAndBindsParameters() throws SQLException {
        Jdbi jdbi = Jdbi.create(dataSource("t-1"));
        jdbi.useHandle(handle -> {
            assertThat(handle.createQuery("SELECT device FROM pooled WHERE id >= :id ORDER BY id").bind("id", 1L)
                    .mapTo(String.class).list()).containsExactly("a", "b");
            handle.getConnection().setClientInfo("freshness", "live");
            assertThat(handle.createQuery(COUNT).mapTo(Long.class).one()).isEqualTo(3);
        });
    }
}
