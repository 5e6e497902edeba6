package dev.freshet.gateway;

import static dev.freshet.gateway.TestingDataset.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.gateway.Route.View;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The driver with a real Trino. The live view of a dataset has three rows, its T-1 view two. */
class FreshetDriverTest {
    private static final Instant MIDNIGHT = TestingDataset.TODAY.atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final String COUNT = "SELECT count(*) FROM backups";

    @BeforeAll
    static void createDatasets() throws SQLException, IOException {
        TestingDataset.create("backups", "live");
        TestingDataset.create("devices", "t-1");
    }

    private static Connection connect(String parameters) throws SQLException {
        return DriverManager.getConnection(url(parameters), "test", null);
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        try (ResultSet answer = statement.executeQuery(sql)) {
            return rows(answer);
        }
    }

    private static List<String> rows(ResultSet answer) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (answer.next()) {
            rows.add(answer.getString(1));
        }
        return rows;
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return rows(statement, sql);
        }
    }

    private static List<Route> routes(Statement statement) throws SQLException {
        return statement.unwrap(FreshetStatement.class).routes();
    }

    @Test
    void freshnessIsSetInTheUrl() throws SQLException {
        try (Connection live = connect("?freshness=live"); Connection t1 = connect("?freshness=t-1&source=test")) {
            assertThat(rows(live, COUNT)).containsExactly("3");
            assertThat(rows(t1, COUNT)).containsExactly("2");
        }
    }

    @Test
    void freshnessIsSetByAProperty() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "test");
        properties.setProperty("freshness", "t-1");
        try (Connection connection = DriverManager.getConnection(url(""), properties)) {
            assertThat(rows(connection, COUNT)).containsExactly("2");
        }
    }

    @Test
    void freshnessIsSetByClientInfoAndResetToTheUrl() throws SQLException {
        try (Connection connection = connect("?freshness=t-1")) {
            connection.setClientInfo("freshness", "live");
            assertThat(rows(connection, COUNT)).containsExactly("3");
            assertThat(connection.getClientInfo("freshness")).isEqualTo("live");
            connection.setClientInfo("freshness", null);
            assertThat(rows(connection, COUNT)).containsExactly("2");
            connection.setClientInfo("ApplicationName", "app");
            assertThat(connection.getClientInfo()).containsEntry("freshness", "t-1")
                    .containsEntry("ApplicationName", "app");
            assertThatThrownBy(() -> connection.setClientInfo("freshness", "soon"))
                    .isInstanceOf(SQLClientInfoException.class).hasMessageContaining("use live, t-1");
        }
    }

    @Test
    void freshnessIsSetByAHint() throws SQLException {
        try (Connection connection = connect("")) {
            assertThat(rows(connection, "/*+ freshness(t-1) */ " + COUNT)).containsExactly("2");
            assertThat(rows(connection, COUNT)).containsExactly("3");
            assertThat(rows(connection, "SELECT /*+ freshness(P2D) */ count(*) FROM backups")).containsExactly("2");
            assertThat(rows(connection, "SELECT /*+ freshness(PT0S) */ count(*) FROM backups")).containsExactly("3");
        }
    }

    @Test
    void explainShowsHowAStatementWouldBeRouted() throws SQLException {
        try (Connection connection = connect("?freshness=live");
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(
                        "/*+ freshet(explain) freshness(t-1) */ SELECT 'it''s' FROM backups JOIN devices USING (id)")) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                boolean isRead = answer.getString("reason") != null;
                rows.add(answer.getString("dataset") + " " + answer.getString("view") + (isRead
                        ? " " + answer.getTimestamp("data_as_of").toInstant() + ": " + answer.getString("reason")
                        : ""));
                if (isRead) {
                    assertThat(answer.getString("sql")).contains("SELECT 'it''s' FROM \"lakehouse\"", "backups_t1");
                }
            }
            assertThat(rows).containsExactly(
                    "lakehouse.telemetry.backups t-1 " + MIDNIGHT + ": the statement requests t-1",
                    "lakehouse.telemetry.backups live",
                    "lakehouse.telemetry.devices t-1 " + MIDNIGHT + ": the statement requests t-1",
                    "lakehouse.telemetry.devices live");
        }
        try (Connection connection = connect("")) {
            assertThat(rows(connection, "/*+ freshet(explain) */ SELECT * FROM backups"))
                    .containsExactly("lakehouse.telemetry.backups", "lakehouse.telemetry.backups");
            assertThat(rows(connection, "/*+ freshet(explain) */ SELECT 1")).containsExactly((String) null);
        }
    }

    @Test
    void explainShowsThePriceOfEachView() throws SQLException, IOException {
        TestingDataset.create("priced", "live");
        long raw = Files.size(LocalLakehouse.shared().directory()
                .resolve("landing/priced/dt=" + TestingDataset.TODAY + "/a.json"));
        String explain = "/*+ freshet(explain) */ SELECT count(*) FROM priced";
        try (Connection connection = connect(""); Statement statement = connection.createStatement()) {
            long history = Long.parseLong(rows(connection,
                    "SELECT sum(file_size_in_bytes) FROM telemetry_hidden.\"priced_history$files\"").get(0));
            Instant before = Instant.now();
            try (ResultSet views = statement.executeQuery(explain)) {
                assertThat(views.next()).isTrue();
                assertThat(views.getString("view")).isEqualTo("live");
                assertThat(views.getLong("files")).isEqualTo(2);
                assertThat(views.getLong("bytes")).isEqualTo(history + raw);
                assertThat(views.getLong("raw_files")).isEqualTo(1);
                assertThat(views.getLong("raw_bytes")).isEqualTo(raw);
                assertThat(views.getTimestamp("data_as_of").toInstant()).isBetween(before, Instant.now());
                assertThat(views.next()).isTrue();
                assertThat(views.getString("view")).isEqualTo("t-1");
                assertThat(views.getLong("files")).isEqualTo(1);
                assertThat(views.getLong("bytes")).isEqualTo(history);
                assertThat(views.getObject("raw_files")).isEqualTo(0L);
                assertThat(views.getTimestamp("data_as_of").toInstant()).isEqualTo(MIDNIGHT);
                assertThat(views.getString("reason")).isNull();
                assertThat(views.next()).isFalse();
            }
            TestingDataset.run("DROP TABLE landing.telemetry_hidden.priced_tail_"
                    + TestingDataset.TODAY.toString().replace("-", ""));
            try (ResultSet views = statement.executeQuery(explain)) {
                views.next();
                assertThat(views.getObject("bytes")).as("not known").isNull();
                views.next();
                assertThat(views.getLong("bytes")).isEqualTo(history);
            }
        }
    }

    @Test
    void theDatasetsDefaultAppliesWithoutARequirement() throws SQLException {
        try (Connection connection = connect("")) {
            assertThat(rows(connection, COUNT)).containsExactly("3");
            assertThat(rows(connection, "SELECT count(*) FROM devices")).containsExactly("2");
            assertThat(rows(connection, "SELECT count(*) FROM devices JOIN backups USING (id)")).containsExactly("2");
        }
    }

    @Test
    void warningsReportTheRouteAndCanBeCleared() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            assertThat(rows(statement, COUNT)).containsExactly("2");
            SQLWarning warning = statement.getWarnings();
            assertThat((Throwable) warning).isInstanceOf(FreshnessWarning.class)
                    .hasMessageContaining("lakehouse.telemetry.backups is read t-1, data as of " + MIDNIGHT);
            assertThat(((FreshnessWarning) warning).route()).isEqualTo(routes(statement).get(0));
            assertThat((Throwable) statement.getWarnings()).as("the same chain").isSameAs(warning);
            statement.clearWarnings();
            assertThat((Throwable) statement.getWarnings()).isNull();
            assertThat(routes(statement)).hasSize(1);
            statement.execute("SELECT 1");
            assertThat(routes(statement)).isEmpty();
        }
    }

    @Test
    void aLiveAnswerIsAsOfTheTimeItWasSent() throws SQLException {
        try (Connection connection = connect(""); Statement statement = connection.createStatement()) {
            Instant before = Instant.now();
            rows(statement, COUNT);
            Route route = routes(statement).get(0);
            assertThat(route.view()).isEqualTo(View.LIVE);
            assertThat(route.dataAsOf()).isBetween(before, Instant.now());
        }
    }

    @Test
    void aWarningReportsTheEndOfTheTail() throws SQLException, IOException {
        TestingDataset.create("gauges", "live").endTail();
        String ended = "lakehouse.telemetry.gauges: files that landed since " + MIDNIGHT
                + " are in no view: the tail has ended and no run has extended it; the answer is staler than requested";
        for (String freshness : List.of("", "?freshness=live", "?freshness=PT0S")) {
            try (Connection connection = connect(freshness); Statement statement = connection.createStatement()) {
                rows(statement, "SELECT count(*) FROM gauges");
                assertThat(routes(statement).get(0).view()).isEqualTo(View.LIVE);
                assertThat(routes(statement).get(0).dataAsOf()).isEqualTo(MIDNIGHT);
                assertThat(statement.getWarnings().getMessage()).contains("is read live, data as of " + MIDNIGHT);
                assertThat(statement.getWarnings().getNextWarning().getMessage()).startsWith(ended);
                try (ResultSet explained = statement
                        .executeQuery("/*+ freshet(explain) */ SELECT count(*) FROM gauges")) {
                    assertThat(explained.next()).isTrue();
                    assertThat(explained.getString("warning")).startsWith(ended);
                }
            }
        }
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT count(*) FROM gauges")).containsExactly("2");
            assertThat((Throwable) statement.getWarnings().getNextWarning()).isNull();
        }
    }

    @Test
    void aTextTooLongToParseIsLeftToTrino() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> rows(statement, "SELECT '" + "x".repeat(1_000_000) + "'"))
                    .hasMessageContaining("exceeds the maximum length");
            assertThat(statement.getWarnings().getMessage()).contains("goes to Trino unchanged",
                    "longer than 1,000,000 characters");
        }
    }

    @Test
    void anUnparsedPreparedTextDoesNotReuseThePreviousOne() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            statement.execute("PREPARE mine FROM SELECT 'old' FROM backups");
            String deep = "(".repeat(301) + "'new'" + ")".repeat(301);
            statement.execute("PREPARE mine FROM SELECT %s FROM backups".formatted(deep));
            assertThat(rows(statement, "EXECUTE mine")).containsExactly("new", "new", "new");
            assertThat(statement.getWarnings().getMessage()).contains("does not know the prepared statement");
        }
    }

    @Test
    void preparedStatementsAreRoutedAtEachExecution() throws SQLException {
        try (Connection connection = connect("?freshness=t-1");
                PreparedStatement statement = connection
                        .prepareStatement("SELECT id FROM backups WHERE id > ? AND device <> ? ORDER BY id")) {
            statement.setLong(1, 1);
            statement.setString(2, "nothing");
            statement.setMaxRows(5);
            assertThat(rows(statement.executeQuery())).containsExactly("2");
            assertThat(routes(statement).get(0).view()).isEqualTo(View.T_1);
            connection.setClientInfo("freshness", "PT0S");
            assertThat(rows(statement.executeQuery())).containsExactly("2", "3");
            assertThat(routes(statement).get(0).view()).isEqualTo(View.LIVE);
            assertThat(statement.getMaxRows()).isEqualTo(5);
            connection.setClientInfo("freshness", "P2D");
            statement.setLong(1, 0);
            assertThat(rows(statement.executeQuery())).containsExactly("1", "2");
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(2);
        }
    }

    @Test
    void aBatchIsCarriedOverToTheNewRoute() throws SQLException {
        TestingDataset.run("CREATE TABLE lakehouse.telemetry.batched (id bigint, tag varchar)");
        try (Connection connection = connect("?freshness=t-1");
                PreparedStatement statement = connection
                        .prepareStatement("INSERT INTO batched SELECT id, ? FROM backups WHERE id > ?")) {
            statement.setString(1, "x");
            statement.setLong(2, 1);
            statement.addBatch();
            statement.setString(1, "y");
            statement.addBatch();
            connection.setClientInfo("freshness", "live");
            assertThat(statement.executeBatch()).containsExactly(2, 2);
            assertThat(rows(connection, "SELECT tag || cast(id AS varchar) FROM batched ORDER BY 1"))
                    .containsExactly("x2", "x3", "y2", "y3");
        }
    }

    @Test
    void aCteHidesTheDatasetOutsideItsOwnQuery() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "WITH backups AS (SELECT 7 AS id) SELECT id FROM backups"))
                    .containsExactly("7");
            assertThat(routes(statement)).isEmpty();
            assertThat(rows(statement, "WITH backups AS (SELECT * FROM backups) SELECT count(*) FROM backups"))
                    .containsExactly("2");
        }
    }

    @Test
    void explainShowsThePlanOfTheRoute() throws SQLException {
        try (Connection connection = connect("?freshness=t-1")) {
            assertThat(rows(connection, "EXPLAIN " + COUNT).toString()).contains("backups_history")
                    .doesNotContain("backups_tail");
            connection.setClientInfo("freshness", "live");
            assertThat(rows(connection, "EXPLAIN " + COUNT).toString()).contains("backups_tail");
        }
    }

    @Test
    void statisticsAreThoseOfTheRoute() throws SQLException {
        for (String of : List.of("backups", "(SELECT * FROM backups)")) {
            try (Connection connection = connect("?freshness=t-1");
                    Statement statement = connection.createStatement()) {
                assertThat(rows(statement, "SHOW STATS FOR " + of)).isEqualTo(
                        rows(statement, "SHOW STATS FOR " + of.replace("backups", "backups_t1")));
                rows(statement, "SHOW STATS FOR " + of);
                assertThat(routes(statement)).as(of).extracting(Route::view).containsExactly(View.T_1);
            }
        }
    }

    @Test
    void aCreatedTableReadsTheRoute() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE copied AS SELECT * FROM backups");
            assertThat(rows(statement, "SELECT count(*) FROM copied")).containsExactly("2");
            assertThat(routes(statement)).isEmpty();
            assertThat(statement.executeUpdate("INSERT INTO copied SELECT * FROM backups")).isEqualTo(2);
        }
    }

    @Test
    void viewsAreDefinedOnTheLogicalName() throws SQLException {
        try (Connection connection = connect("?freshness=t-1")) {
            connection.createStatement().execute("CREATE VIEW over_backups AS SELECT * FROM backups");
            assertThat(rows(connection, "SELECT count(*) FROM over_backups")).containsExactly("3");
            assertThat(rows(connection, "SHOW CREATE VIEW backups").toString()).contains("backups_tail");
        }
    }

    @Test
    void theCallerSeesTrinosOwnErrors() throws SQLException {
        String broken = "SELECT count(*) FORM backups WHERE";
        SQLException trinos;
        try (Connection plain = DriverManager.getConnection(LocalLakehouse.shared().trinoUrl(), "test", null)) {
            trinos = catchThrowableOfType(SQLException.class, () -> rows(plain, broken));
        }
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            SQLException seen = catchThrowableOfType(SQLException.class, () -> rows(statement, broken));
            assertThat(seen.getMessage().replaceAll("#\\w+", ""))
                    .isEqualTo(trinos.getMessage().replaceAll("#\\w+", ""));
            assertThat(seen.getErrorCode()).isEqualTo(trinos.getErrorCode());
            assertThat((Throwable) statement.getWarnings()).hasMessageContaining("unchanged");
            assertThatThrownBy(() -> rows(statement, "SELECT * FROM nowhere"))
                    .hasMessageContaining("lakehouse.telemetry.nowhere' does not exist");
            assertThatThrownBy(() -> rows(statement, "SELECT * FROM no_such.s.t"))
                    .hasMessageContaining("Catalog 'no_such' not found").hasMessageNotContaining("Cannot tell");
            assertThatThrownBy(() -> rows(statement, "SELECT * FROM no_such.t"))
                    .hasMessageContaining("Schema 'no_such' does not exist").hasMessageNotContaining("Cannot tell");
        }
    }

    @Test
    void viewsOverViewsReportTheDatasetsTheyRead() throws SQLException {
        TestingDataset.run(
                "CREATE OR REPLACE VIEW lakehouse.telemetry.over_live AS SELECT id FROM lakehouse.telemetry.backups",
                "CREATE OR REPLACE VIEW lakehouse.telemetry.over_both AS WITH b AS (SELECT id FROM lakehouse.telemetry.over_live) SELECT id FROM b JOIN lakehouse.telemetry.devices_t1 USING (id)");
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT count(*) FROM over_live")).containsExactly("3");
            assertThat(routes(statement)).singleElement().satisfies(route -> {
                assertThat(route.dataset()).isEqualTo("lakehouse.telemetry.backups");
                assertThat(route.view()).isEqualTo(View.LIVE);
                assertThat(route.reason())
                        .isEqualTo(
                                "the view lakehouse.telemetry.over_live reads it so, whatever freshness is requested");
            });
            connection.setClientInfo("freshness", "PT0S");
            assertThat(rows(statement, "SELECT count(*) FROM over_both")).containsExactly("2");
            assertThat(routes(statement)).extracting(Route::dataset, Route::view).containsExactlyInAnyOrder(
                    Tuple.tuple("lakehouse.telemetry.backups", View.LIVE),
                    Tuple.tuple("lakehouse.telemetry.devices", View.T_1));
            rows(statement, "SELECT count(*) FROM devices_t1");
            assertThat(routes(statement)).singleElement().satisfies(route -> {
                assertThat(route.view()).isEqualTo(View.T_1);
                assertThat(route.dataAsOf()).isEqualTo(MIDNIGHT);
            });
        }
    }

    @Test
    void textPreparedBySqlIsRoutedWhenExecuted() throws SQLException {
        try (Connection connection = connect(""); Statement statement = connection.createStatement()) {
            statement.execute("PREPARE mine FROM SELECT id FROM backups WHERE id > ? ORDER BY id");
            assertThat(rows(statement, "EXECUTE mine USING 1")).containsExactly("2", "3");
            connection.setClientInfo("freshness", "t-1");
            assertThat(rows(statement, "EXECUTE mine USING 1")).containsExactly("2");
            assertThat(routes(statement)).extracting(Route::view).containsExactly(View.T_1);
            assertThat(rows(statement, "EXECUTE IMMEDIATE 'SELECT id FROM backups WHERE id > ?' USING 1"))
                    .containsExactly("2");
            assertThat(rows(statement, "EXECUTE IMMEDIATE U&'SELECT \\0069d FROM backups WHERE id > ?' USING 1"))
                    .containsExactly("2");
            for (String explained : List.of("EXECUTE mine USING 1",
                    "EXECUTE IMMEDIATE 'SELECT id FROM backups WHERE id > ?' USING 1")) {
                assertThat(rows(statement, "EXPLAIN " + explained).toString()).contains("backups_history")
                        .doesNotContain("backups_tail");
            }
            statement.execute("DEALLOCATE PREPARE mine");
            assertThatThrownBy(() -> rows(statement, "EXECUTE mine USING 1"))
                    .hasMessageContaining("Prepared statement not found: mine");
        }
    }

    @Test
    void tablesAndOtherViewsAreNotDatasets() throws SQLException {
        TestingDataset.run("CREATE OR REPLACE VIEW lakehouse.telemetry.plain AS SELECT 1 AS x");
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            rows(statement, "SELECT id FROM lakehouse.telemetry_hidden.backups_history");
            assertThat(rows(statement, "SELECT x FROM plain")).containsExactly("1");
            assertThat(rows(statement, "SELECT count(*) FROM backups_t1")).containsExactly("2");
            rows(statement, "SELECT table_name FROM information_schema.tables");
            rows(statement, "SELECT node_id FROM system.runtime.nodes");
            rows(statement, "SELECT snapshot_id FROM telemetry_hidden.\"backups_history$snapshots\"");
            assertThat(routes(statement)).isEmpty();
        }
    }

    @Test
    void namesMatchInEverySpelling() throws SQLException {
        try (Connection connection = connect("?freshness=t-1")) {
            assertThat(rows(connection, "SELECT count(\"Backups\".ID) FROM Telemetry.\"Backups\""))
                    .containsExactly("2");
            assertThat(rows(connection, "SELECT count(BACKUPS.id) FROM \"LAKEHOUSE\".telemetry.backups"))
                    .containsExactly("2");
            assertThat(rows(connection, "TABLE backups ORDER BY backups.id")).containsExactly("1", "2");
            assertThat(rows(connection, "SELECT count(backups.id) FROM backups TABLESAMPLE BERNOULLI (100)"))
                    .containsExactly("2");
        }
    }

    /** As jOOQ and Hibernate write them. */
    @Test
    void columnsQualifiedByTheSchemaAreThoseOfTheRoute() throws SQLException {
        String byName = "select \"telemetry\".\"backups\".\"id\" from \"telemetry\".\"backups\" where \"telemetry\".\"backups\".\"id\" > ? "
                + "group by \"telemetry\".\"backups\".\"id\" order by \"telemetry\".\"backups\".\"id\"";
        for (String sql : List.of(byName, byName.replace("\"telemetry\"", "\"lakehouse\".\"telemetry\""))) {
            try (Connection connection = connect("?freshness=t-1");
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, 1);
                assertThat(rows(statement.executeQuery())).containsExactly("2");
                assertThat(routes(statement)).extracting(Route::view).containsExactly(View.T_1);
                assertThat(statement.getMetaData().getColumnName(1)).isEqualTo("id");
            }
        }
    }

    @Test
    void aColumnThatMayBeQualifiedInTwoWaysKeepsTheDatasetLive() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT count(telemetry.backups.id + backups.id) FROM telemetry.backups"))
                    .containsExactly("3");
            assertThat(routes(statement).get(0).reason()).contains("qualified by the schema");
        }
    }

    @Test
    void aColumnQualifierCannotBeLongerThanItsTablesName() throws SQLException {
        try (Connection connection = connect("?freshness=t-1")) {
            // Trino rejects it as well, so an alias hides no valid name here.
            for (String freshness : List.of("live", "t-1")) {
                connection.setClientInfo("freshness", freshness);
                assertThatThrownBy(() -> rows(connection, "SELECT telemetry.backups.id FROM backups"))
                        .hasMessageContaining("cannot be resolved");
            }
        }
    }

    private static int lookUps(Connection plain, String source) throws SQLException {
        return Integer.parseInt(rows(plain,
                "SELECT count(*) FROM system.runtime.queries WHERE query LIKE 'SHOW CREATE VIEW%' AND source = '"
                        + source
                        + "'")
                .get(0));
    }

    @Test
    void lookUpsAreCached() throws SQLException {
        try (Connection t1 = connect("?freshness=t-1&source=t1-look-ups");
                Connection live = connect("?freshness=live&source=live-look-ups");
                Connection plain = connect("?freshness=live")) {
            long start = System.nanoTime();
            for (int i = 0; i < 8; i++) {
                rows(t1, COUNT);
                rows(live, COUNT);
            }
            int refreshes = (int) Duration.ofNanos(System.nanoTime() - start)
                    .dividedBy(DatasetCache.REFRESHED_AFTER);
            assertThat(lookUps(plain, "t1-look-ups")).isBetween(2, 2 + 2 * (refreshes + 1));
            assertThat(lookUps(plain, "live-look-ups")).isEqualTo(2);
        }
    }

    @Test
    void aDatasetInUseIsLookedUpInTheBackground() throws SQLException, InterruptedException {
        try (Connection connection = connect("?freshness=t-1&source=refreshed");
                Connection plain = connect("?freshness=live")) {
            assertThat(rows(connection, COUNT)).containsExactly("2");
            connection.setAutoCommit(false);
            for (int i = 0; i < 100 && lookUps(plain, "refreshed") < 4; i++) {
                Thread.sleep(100);
            }
            assertThat(lookUps(plain, "refreshed")).isEqualTo(4);
            assertThat(rows(connection, COUNT)).as("in a transaction of its own").containsExactly("2");
            connection.commit();
        }
    }

    @Test
    void aConnectionThatMayHaveAnotherUserIsNotLookedUpInTheBackground() throws SQLException, InterruptedException {
        try (Connection connection = connect("?freshness=t-1&source=handed-out");
                Connection plain = connect("?freshness=live")) {
            rows(connection, COUNT);
            connection.unwrap(io.trino.jdbc.TrinoConnection.class).setSessionUser("other");
            Thread.sleep(DatasetCache.REFRESHED_AFTER.plusMillis(800).toMillis());
            assertThat(lookUps(plain, "handed-out")).isEqualTo(2);
        }
    }

    @Test
    void aLookUpOfAnotherRoleIsNotUsed() throws SQLException {
        try (Connection connection = connect("?freshness=t-1&source=roles");
                Connection plain = connect("?freshness=live");
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, COUNT)).containsExactly("2");
            statement.execute("SET ROLE ALL");
            int before = lookUps(plain, "roles");
            assertThat(rows(statement, COUNT)).containsExactly("2");
            assertThat(lookUps(plain, "roles")).isEqualTo(before + 2);
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> rows(statement, "SELECT count(*) FROM devices"))
                    .hasMessageContaining("has changed its user or its roles, and a transaction is open");
        }
    }

    @Test
    void aDatasetIsJoinedWithItself() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT count(*) FROM backups a JOIN backups AS b ON a.id <= b.id"))
                    .containsExactly("3");
            assertThat(rows(statement, "SELECT count(*) FROM backups, backups b WHERE backups.id <= b.id"))
                    .containsExactly("3");
            assertThat(routes(statement)).hasSize(1);
        }
    }

    @Test
    void unqualifiedNamesFollowUse() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            statement.execute("USE lakehouse.telemetry_hidden");
            assertThatThrownBy(() -> rows(statement, COUNT)).hasMessageContaining("does not exist");
            statement.execute("USE lakehouse.telemetry");
            assertThat(rows(statement, COUNT)).containsExactly("2");
        }
    }

    @Test
    void aLookUpDoesNotAbortATransaction() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(rows(statement, "SELECT count(*) FROM telemetry_hidden.backups_history")).containsExactly("2");
            assertThat(rows(statement, COUNT)).containsExactly("2");
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("START TRANSACTION READ ONLY");
            assertThat(rows(statement, "SELECT count(*) FROM telemetry_hidden.devices_history")).containsExactly("2");
            assertThat(rows(statement, COUNT)).containsExactly("2");
            statement.execute("COMMIT");
        }
    }

    @Test
    void anOldT1ViewKeepsItsDataAsOfDuringAFlip() throws SQLException, IOException {
        TestingDataset half = TestingDataset.create("half", "live");
        half.flipT1(TestingDataset.TODAY.minusDays(1));
        try (Connection connection = connect("?freshness=PT24H"); Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT count(*) FROM half")).containsExactly("3");
            assertThat(routes(statement).get(0).reason())
                    .contains("history is complete only up to " + MIDNIGHT.minusSeconds(86_400));
        }
    }

    @Test
    void allDatasetsOfAStatementAreReadAtOneAge() throws SQLException, IOException {
        TestingDataset.create("flipping", "live").flipT1(TestingDataset.TODAY.minusDays(1));
        String both = "SELECT (SELECT count(*) FROM backups) * 10 + (SELECT count(*) FROM flipping AS f)";
        try (Connection connection = connect(""); Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "/*+ freshness(t-1) */ " + both)).as("between two flips").containsExactly("20");
            assertThat(rows(statement, "/*+ freshness(consistent) */ " + both)).containsExactly("0");
            assertThat(routes(statement)).hasSize(2).allSatisfy(route -> {
                assertThat(route.view()).isEqualTo(View.T_1);
                assertThat(route.dataAsOf()).isEqualTo(MIDNIGHT.minusSeconds(86_400));
            });
            assertThat(rows(statement,
                    "/*+ freshness(consistent) */ SELECT count(*) FROM backups JOIN devices USING (id)"))
                    .containsExactly("2");
            for (String sql : List.of("TABLE backups ORDER BY backups.id",
                    "SELECT backups.id FROM backups TABLESAMPLE BERNOULLI (100) ORDER BY 1",
                    "WITH b (x) AS (SELECT id FROM backups) SELECT x FROM b ORDER BY 1",
                    "SELECT id FROM TABLE(exclude_columns(TABLE(backups), DESCRIPTOR(at))) ORDER BY 1")) {
                assertThat(rows(statement, "/*+ freshness(consistent) */ " + sql)).as(sql).containsExactly("1", "2");
            }
        }
    }

    @Test
    void metadataListsADatasetOnce() throws SQLException {
        try (Connection connection = connect("")) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(column(metaData.getSchemas("lakehouse", null), "TABLE_SCHEM")).contains("telemetry")
                    .doesNotContain("telemetry_hidden");
            assertThat(column(metaData.getSchemas(), 1)).contains("telemetry").doesNotContain("telemetry_hidden");
            for (String catalog : new String[]{"lakehouse", null}) {
                List<String> tables = column(metaData.getTables(catalog, "telemetry", "%", new String[]{"VIEW"}), 3);
                assertThat(tables).contains("backups", "devices").doesNotContain("backups_t1", "devices_t1");
            }
            assertThat(column(metaData.getTables("lakehouse", "telemetry\\_hidden", "%", null), 3))
                    .as("requested by name").contains("backups_history");
            assertThat(column(metaData.getTables("lakehouse", "telemetry", "backups_t1", null), 3))
                    .containsExactly("backups_t1");
            assertThat(column(metaData.getColumns("lakehouse", null, "backups", "id"), "TABLE_SCHEM"))
                    .containsExactly("telemetry");
            for (String catalog : new String[]{"lakehouse", null}) {
                assertThat(column(metaData.getColumns(catalog, "telemetry", "%", "landed_on"), "TABLE_NAME"))
                        .contains("backups", "devices").doesNotContain("backups_t1", "devices_t1");
            }
            assertThat(column(metaData.getColumns("lakehouse", "telemetry", "backups_t1", "id"), 3))
                    .containsExactly("backups_t1");
        }
    }

    @Test
    void remarksDescribeTheFreshnessOfADataset() throws SQLException {
        try (Connection connection = connect("");
                ResultSet tables = connection.getMetaData().getTables("lakehouse", "%", "devices", null)) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString("REMARKS")).startsWith("t-1 by default, last cut over at 20")
                    .isEqualTo(tables.getObject(5));
            assertThat(tables.wasNull()).isFalse();
            assertThat(tables.getString("TYPE_CAT")).isNull();
            assertThat(tables.wasNull()).isTrue();
            assertThat(tables.next()).isFalse();
        }
    }

    private static List<String> column(ResultSet answer, Object column) throws SQLException {
        try (answer) {
            List<String> values = new ArrayList<>();
            while (answer.next()) {
                values.add(column instanceof Integer index ? answer.getString(index)
                        : answer.getString((String) column));
            }
            return values;
        }
    }

    @Test
    void jdbcObjectsReturnTheirProxies() throws SQLException {
        try (Connection connection = connect("?freshness=t-1"); Statement statement = connection.createStatement()) {
            assertThat(statement.getConnection()).isSameAs(connection).isEqualTo(connection);
            assertThat(connection.getMetaData().getURL()).isEqualTo(url("?freshness=t-1"));
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(connection.isWrapperFor(io.trino.jdbc.TrinoConnection.class)).isTrue();
            assertThat(connection.unwrap(io.trino.jdbc.TrinoConnection.class)).isNotSameAs(connection);
            assertThat(connection.nativeSQL(COUNT))
                    .isEqualTo("SELECT count(*) FROM \"lakehouse\".\"telemetry\".\"backups_t1\" AS backups");
        }
    }

    @Test
    void aDataSourceConnects() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("freshness", "t-1");
        try (Connection connection = new FreshetDataSource(url(""), properties).getConnection("test", null)) {
            assertThat(rows(connection, COUNT)).containsExactly("2");
        }
    }
}
