package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.gateway.Route.View;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query through the live view fails or exceeds a limit. The third row, in the tail, causes it. */
class LivePolicyTest {
    private static final String FAILS_IN_THE_TAIL = "SELECT 6 / (id - 3) AS x FROM pumps ORDER BY 1";
    private static final String COUNT = "SELECT count(*) FROM pumps";

    @BeforeAll
    static void createDataset() throws SQLException, IOException {
        TestingDataset.create("pumps", "live");
    }

    private static Connection connect(String parameters) throws SQLException {
        return DriverManager.getConnection(LocalLakehouse.shared().trinoUrl().replace("jdbc:", "jdbc:freshet:") + "/"
                + TestingDataset.SCHEMA + "?" + parameters, "test", null);
    }

    private static List<Long> rows(ResultSet answer) throws SQLException {
        try (answer) {
            List<Long> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(answer.getLong(1));
                assertThat(answer.getRow()).isEqualTo(rows.size());
            }
            return rows;
        }
    }

    private static void assertFellBack(Statement statement, String why) throws SQLException {
        assertThat(statement.unwrap(FreshetStatement.class).routes()).singleElement().satisfies(route -> {
            assertThat(route.view()).isEqualTo(View.T_1);
            assertThat(route.reason()).contains("the live view failed", why);
        });
        assertThat(statement.getWarnings().getMessage()).contains("is read t-1, data as of ", why);
    }

    @Test
    void aFailedQueryFailsUnlessAFallBackIsSet() throws SQLException {
        try (Connection connection = connect("freshness=live"); Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> rows(statement.executeQuery(FAILS_IN_THE_TAIL)))
                    .isInstanceOf(SQLException.class).hasMessageContaining("Division by zero");
        }
    }

    @Test
    void t1AnswersWithAWarningIfTheLiveViewFails() throws SQLException {
        try (Connection connection = connect("freshness=live&on_live_failure=t-1");
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement.executeQuery(FAILS_IN_THE_TAIL))).containsExactly(-6L, -3L);
            assertFellBack(statement, "Division by zero");
            assertThat(statement.execute(FAILS_IN_THE_TAIL)).isTrue();
            assertThat(rows(statement.getResultSet())).containsExactly(-6L, -3L);
            try (PreparedStatement prepared = connection
                    .prepareStatement("SELECT ? / (id - 3) FROM pumps WHERE id > ? ORDER BY 1")) {
                prepared.setInt(1, 6);
                prepared.setInt(2, 0);
                assertThat(rows(prepared.executeQuery())).containsExactly(-6L, -3L);
                assertFellBack(prepared, "Division by zero");
            }
        }
    }

    @Test
    void aQueryThatSucceedsReturnsAllItsRows() throws SQLException {
        try (Connection connection = connect("on_live_failure=t-1&live_timeout=PT5M&live_bytes=1TB");
                Statement statement = connection.createStatement()) {
            ResultSet answer = statement.executeQuery("SELECT id FROM pumps ORDER BY id");
            assertThat(answer.getRow()).isZero();
            assertThat(rows(answer)).containsExactly(1L, 2L, 3L);
            assertThat(statement.unwrap(FreshetStatement.class).routes()).extracting(Route::view)
                    .containsExactly(View.LIVE);
            assertThat(statement.execute("SELECT id FROM pumps WHERE id > 3")).isTrue();
            assertThat(rows(statement.getResultSet())).isEmpty();
            assertThat(statement.getMoreResults()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"live_timeout=PT0.001S", "live_bytes=1B"})
    void aQueryBeyondALimitIsCancelledOrReadsT1(String limit) throws SQLException {
        try (Connection connection = connect(limit); Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery(COUNT)).isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("The live view has no answer within ")
                    .extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("57014");
            connection.setClientInfo("on_live_failure", "t-1");
            assertThat(rows(statement.executeQuery(COUNT))).containsExactly(2L);
            assertFellBack(statement, "no answer within");
            connection.setClientInfo("freshness", "t-1");
            assertThat(rows(statement.executeQuery(COUNT))).as("nothing limits T-1").containsExactly(2L);
        }
    }

    @Test
    void theFirstFailureIsThrownIfT1CannotAnswer() throws SQLException {
        try (Connection connection = connect("on_live_failure=t-1");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1 / 0")).hasMessageContaining("Division by zero");
            assertThatThrownBy(() -> statement.executeQuery("SELECT max(1 / (id - 1)) FROM pumps"))
                    .hasMessageContaining("Division by zero");
            assertThatThrownBy(() -> statement.executeQuery("SELECT nothing FROM pumps"))
                    .hasMessageContaining("'nothing' cannot be resolved");
        }
    }

    @Test
    void aTransactionHasNoFallBack() throws SQLException {
        try (Connection connection = connect("on_live_failure=t-1");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> rows(statement.executeQuery(FAILS_IN_THE_TAIL)))
                    .hasMessageContaining("Division by zero");
            connection.rollback();
        }
    }

    @Test
    void aCancelledQueryDoesNotFallBack() throws Exception {
        try (Connection connection = connect("on_live_failure=t-1");
                Statement statement = connection.createStatement()) {
            CompletableFuture<Void> query = CompletableFuture.runAsync(() -> {
                try {
                    statement.executeQuery(
                            "SELECT count(*) FROM pumps, UNNEST(sequence(1, 10000)) a (x), UNNEST(sequence(1, 10000)) b (y), UNNEST(sequence(1, 10000)) c (z) WHERE x + y * z <> id");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            TimeUnit.SECONDS.sleep(2);
            statement.cancel();
            assertThatThrownBy(() -> query.get(1, TimeUnit.MINUTES)).hasStackTraceContaining("SQLException");
            assertThat(statement.unwrap(FreshetStatement.class).routes()).extracting(Route::view)
                    .containsExactly(View.LIVE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on_live_failure=t1", "live_timeout=5", "live_timeout=PT0S", "live_bytes=10 GB",
            "live_bytes=many"})
    void anInvalidSettingIsAnError(String parameter) {
        assertThatThrownBy(() -> connect(parameter)).isInstanceOf(SQLException.class)
                .hasMessageMatching("Invalid \\w+: .+ \\(use .+\\)");
    }

    @Test
    void aMissingTableIsLookedUpOnceMore() throws SQLException, IOException {
        TestingDataset.create("valves", "t-1");
        try (Connection connection = connect(""); Statement statement = connection.createStatement()) {
            assertThat(rows(statement.executeQuery("SELECT count(*) FROM valves"))).containsExactly(2L);
            TestingDataset.run("DROP VIEW lakehouse.telemetry.valves_t1");
            assertThat(rows(statement.executeQuery("SELECT count(*) FROM valves"))).containsExactly(3L);
            assertThat(statement.unwrap(FreshetStatement.class).routes().get(0).reason())
                    .contains("there is no T-1 view");
        }
    }
}
