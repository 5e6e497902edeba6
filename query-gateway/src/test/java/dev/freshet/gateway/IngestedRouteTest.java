package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.gateway.Route.View;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries that history and hot table can answer without raw JSON. */
class IngestedRouteTest {
    private static TestingDataset meters;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void create() throws SQLException, IOException {
        meters = TestingDataset.create("ingested_meters", "live");
    }

    @BeforeEach
    void ingest() throws SQLException {
        meters.ingest(now.minusSeconds(60));
    }

    private static Connection gateway(String freshness) throws SQLException {
        return DriverManager.getConnection(LocalLakehouse.shared().trinoUrl().replace("jdbc:", "jdbc:freshet:") + "/"
                + TestingDataset.SCHEMA + "?freshness=" + freshness, "test", null);
    }

    /** The answer's row, through a connection that has cached nothing. */
    private static List<String> row(String sql, String freshness, List<Route> routes) throws SQLException {
        try (Connection connection = gateway(freshness);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            routes.addAll(statement.unwrap(FreshetStatement.class).routes());
            List<String> row = new ArrayList<>();
            rows.next();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(rows.getString(i));
            }
            return row;
        }
    }

    private static Route reads(View view, String freshness, String sql, String... row) throws SQLException {
        List<Route> routes = new ArrayList<>();
        assertThat(row(sql, freshness, routes)).as(freshness).containsExactly(row);
        assertThat(routes).as(freshness).extracting(Route::view).containsExactly(view);
        return routes.get(0);
    }

    private static Route countReads(View view, String freshness) throws SQLException {
        return reads(view, freshness, "SELECT count(*) FROM ingested_meters", view == View.T_1 ? "2" : "3");
    }

    @Test
    void aBoundIsMetWithoutRawFiles() throws SQLException {

        assertThat(countReads(View.INGESTED, "PT15M").dataAsOf()).isEqualTo(now.minusSeconds(60));
        assertThat(countReads(View.LIVE, "PT1S").reason()).startsWith("the connection requests PT1S, and history is")
                .endsWith(", with the hot files up to " + now.minusSeconds(60));
        countReads(View.LIVE, "live");
        countReads(View.T_1, "t-1");
        countReads(View.T_1, "PT48H");
        reads(View.T_1, "PT15M", "SELECT count(*) FROM ingested_meters WHERE landed_on < DATE '%s'"
                .formatted(TestingDataset.TODAY), "2");
    }

    @Test
    void theAnswerComesFromTheHotTable() throws SQLException {
        reads(View.INGESTED, "PT15M", "SELECT m.served_from FROM ingested_meters m WHERE m.id = 3", "hot");
    }

    @Test
    void aStaleViewIsNotRead() throws SQLException {
        meters.ingest(now.minusSeconds(901));
        countReads(View.LIVE, "PT15M");
        countReads(View.INGESTED, "PT16M");
    }

    @Test
    void aMissingViewIsNotRead() throws SQLException {
        TestingDataset.run("DROP VIEW lakehouse.telemetry.ingested_meters_ingested");
        countReads(View.LIVE, "PT15M");
    }

    @Test
    void aViewThatIsDroppedSinceItWasLookedUpIsNotRead() throws SQLException {
        try (Connection connection = gateway("PT15M"); Statement statement = connection.createStatement()) {
            for (View view : List.of(View.INGESTED, View.LIVE)) {
                statement.executeQuery("SELECT count(*) FROM ingested_meters").close();
                assertThat(statement.unwrap(FreshetStatement.class).routes()).extracting(Route::view)
                        .containsExactly(view);
                TestingDataset.run("DROP VIEW IF EXISTS lakehouse.telemetry.ingested_meters_ingested");
            }
        }
    }

    @Test
    void anAnnouncedRollbackEndsIt() throws SQLException {
        meters.announceRollback();
        countReads(View.LIVE, "PT15M");
    }

    @Test
    void explainShowsWhatIsReadRaw() throws SQLException {
        String explain = "/*+ freshet(explain) */ SELECT count(*) FROM ingested_meters";
        List<String> live = row(explain, "live", new ArrayList<>());
        assertThat(live.get(1)).isEqualTo("live");
        assertThat(live.get(8)).isEqualTo(
                "landing partitions from %s to %s, without the 1 hot files, all that had landed by %s".formatted(
                        TestingDataset.TODAY, TestingDataset.TODAY.plusDays(3), now.minusSeconds(60)));
        List<String> ingested = row(explain, "PT15M", new ArrayList<>());
        assertThat(ingested.get(1)).isEqualTo("ingested");
        assertThat(ingested.get(8)).isNull();
        assertThat(ingested.get(10)).contains("\"ingested_meters_ingested\"");
    }

    @Test
    void explainCountsTheHotFilesAndTheRest() throws SQLException {
        String counted = "SELECT (SELECT count(*) FROM %1$s_history$files\" WHERE partition.landed_on < DATE '%2$s'), (SELECT sum(file_size_in_bytes) FROM %1$s_history$files\"), (SELECT sum(file_size_in_bytes) FROM %1$s_hot$files\")"
                .formatted("lakehouse.telemetry_hidden.\"ingested_meters", TestingDataset.TODAY);
        try (Connection connection = gateway("live");
                Statement statement = connection.createStatement();
                ResultSet sizes = connection.createStatement().executeQuery(counted);
                ResultSet views = statement.executeQuery("/*+ freshet(explain) */ TABLE ingested_meters")) {
            sizes.next();
            assertThat(sizes.getLong(1)).isEqualTo(1);
            List<String> rows = new ArrayList<>();
            while (views.next()) {
                rows.add(views.getString("view") + " " + views.getLong("files") + " " + views.getLong("bytes") + " "
                        + views.getLong("raw_files"));
            }
            long hot = sizes.getLong(2) + sizes.getLong(3);
            assertThat(rows).as("the raw file is hot").containsExactly("live 2 " + hot + " 0",
                    "t-1 1 " + sizes.getLong(2) + " 0", "ingested 2 " + hot + " 0");
        }
    }

    @Test
    void aViewOverItIsReported() throws SQLException {
        assertThat(reads(View.INGESTED, "live", "SELECT count(*) FROM ingested_meters_ingested", "3").dataset())
                .isEqualTo("lakehouse.telemetry.ingested_meters");
        TestingDataset.run(
                "CREATE OR REPLACE VIEW lakehouse.telemetry.meters_report AS SELECT * FROM lakehouse.telemetry.ingested_meters_ingested");
        assertThat(reads(View.INGESTED, "live", "SELECT count(*) FROM meters_report", "3").dataAsOf())
                .isEqualTo(now.minusSeconds(60));
    }

    @Test
    void theSchemaBrowserShowsItOnlyByName() throws SQLException {
        try (Connection connection = gateway("live")) {
            assertThat(tables(connection, "ingested\\_meters%")).containsExactly("ingested_meters");
            assertThat(tables(connection, "ingested\\_meters\\_ingested")).containsExactly("ingested_meters_ingested");
        }
    }

    private static List<String> tables(Connection connection, String pattern) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = connection.getMetaData().getTables("lakehouse", TestingDataset.SCHEMA, pattern, null)) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }
}
