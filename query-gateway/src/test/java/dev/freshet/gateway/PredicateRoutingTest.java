package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.gateway.Route.View;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries whose predicates end before the boundary: the gateway reads T-1, and the live view gives the same answer. */
class PredicateRoutingTest {
    private static final String YESTERDAY = "'" + TestingDataset.TODAY.minusDays(1) + "'";
    private static final String TODAY = "'" + TestingDataset.TODAY + "'";
    /** The event time of the row in the tail, the earliest that the spec allows. */
    private static final String EARLIEST = TestingDataset.TODAY.minusDays(2) + " 00:00:00";
    private static Connection direct;
    private static Connection gateway;

    @BeforeAll
    static void connect() throws SQLException, IOException {
        TestingDataset.create("meters", "live");
        String url = LocalLakehouse.shared().trinoUrl() + "/" + TestingDataset.SCHEMA;
        direct = DriverManager.getConnection(url, "test", null);
        gateway = DriverManager.getConnection(url.replace("jdbc:", "jdbc:freshet:"), "test", null);
    }

    @AfterAll
    static void close() throws SQLException {
        direct.close();
        gateway.close();
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        return rows(statement.executeQuery(sql));
    }

    private static List<String> rows(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet answer = result) {
            int columns = answer.getMetaData().getColumnCount();
            while (answer.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(answer.getObject(i)).append('|');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static void assertReads(View view, String sql) throws SQLException {
        try (Statement live = direct.createStatement(); Statement routed = gateway.createStatement()) {
            assertThat(rows(routed, sql)).as(sql).isEqualTo(rows(live, sql));
            assertThat(routed.unwrap(FreshetStatement.class).routes()).as(sql).extracting(Route::view)
                    .containsExactly(view);
        }
    }

    @Test
    void aLandingDayBoundIsRouted() throws SQLException {
        assertReads(View.T_1, "SELECT * FROM meters WHERE landed_on < DATE " + TODAY + " ORDER BY id");
        assertReads(View.T_1, "SELECT count(*), max(served_from) FROM meters m WHERE m.landed_on = DATE " + YESTERDAY);
        assertReads(View.T_1, "SELECT * FROM meters WHERE landed_on <= TIMESTAMP '%s 23:59:59' ORDER BY id"
                .formatted(TestingDataset.TODAY.minusDays(1)));
        assertReads(View.LIVE, "SELECT * FROM meters WHERE landed_on <= DATE " + TODAY + " ORDER BY id");
        assertReads(View.LIVE, "SELECT * FROM meters WHERE landed_on > DATE " + YESTERDAY);
    }

    @Test
    void anEventTimeBoundIsRoutedWithinAllowedLateness() throws SQLException {
        assertReads(View.T_1, "SELECT * FROM meters WHERE at < TIMESTAMP '" + EARLIEST + " UTC'");
        assertReads(View.LIVE, "SELECT * FROM meters WHERE at <= TIMESTAMP '" + EARLIEST + " UTC' ORDER BY id");
        assertReads(View.T_1, "SELECT id FROM meters WHERE CAST(at AS date) = DATE '%s'"
                .formatted(TestingDataset.TODAY.minusDays(9)));
    }

    @Test
    void aRedefinedFunctionGivesNoBound() throws SQLException {
        String ofDate = "WITH FUNCTION date(x date) RETURNS date RETURN DATE '2000-01-01' ";
        String ofText = "WITH FUNCTION date(x varchar) RETURNS date RETURN DATE '2999-01-01' ";
        String ofMoment = "WITH FUNCTION date(x timestamp(6) with time zone) RETURNS date RETURN DATE '2000-01-01' ";
        String count = "SELECT count(*) FROM meters WHERE ";
        assertReads(View.LIVE, ofDate + count + "date(landed_on) < DATE " + TODAY);
        assertReads(View.LIVE, ofDate + count + "date(landed_on) = DATE '2000-01-01'");
        assertReads(View.LIVE, ofText + count + "landed_on < date(" + TODAY + ")");
        assertReads(View.LIVE, ofText + count + "landed_on IN (DATE " + TODAY + ") OR landed_on <= date('2000-01-01')");
        assertReads(View.LIVE, ofMoment + count + "date(at) < DATE '%s'".formatted(TestingDataset.TODAY.minusDays(9)));
        assertReads(View.LIVE, count + "date(landed_on) < DATE " + TODAY);
        assertReads(View.T_1, ofDate + count + "CAST(landed_on AS date) < DATE " + TODAY);
        assertReads(View.T_1, ofText + count + "landed_on < CAST(%s AS date)".formatted(TODAY));
    }

    /** Literals, operators and quantifiers that a bound must not be taken from, or only as Trino reads them. */
    @Test
    void hostilePredicatesGetTrinosAnswers() throws SQLException {
        String y = TestingDataset.TODAY.minusDays(1).toString();
        String t = TestingDataset.TODAY.toString();
        String old = TestingDataset.TODAY.minusDays(9).toString();
        List<String> predicates = List.of("landed_on < DATE '{t}'", "DATE '{t}' > landed_on", "landed_on < date'{t}'",
                "landed_on < DATE ' {t} '", "landed_on < DATE '{t}Z'", "landed_on < DATE '{t} 00:00:00'",
                "landed_on < DATE '+{t}'", "landed_on < DATE '9999-12-31'", "landed_on < DATE '0000-01-01'",
                "landed_on < DATE '-0001-01-01'", "landed_on < DATE U&'{t}'", "landed_on < CAST('{t}' AS date)",
                "landed_on < CAST(' {t}' AS date)", "landed_on < TRY_CAST('{t}' AS date)",
                "landed_on < CAST(NULL AS date)",
                "landed_on <= NULL", "landed_on < TIMESTAMP '{t} 00:00:00'",
                "landed_on < TIMESTAMP '{t} 00:00:00.000000000001'",
                "landed_on <= TIMESTAMP '{t} 00:00:00'", "landed_on < TIMESTAMP '{t} 00:00'",
                "landed_on < TIMESTAMP '{t}'",
                "landed_on < TIMESTAMP '{t} 00:00:00 UTC'", "landed_on < TIMESTAMP '{t} 01:00:00 +01:00'",
                "landed_on < TIMESTAMP '{t} 24:00:00'", "landed_on < TIMESTAMP '{t}T00:00:00'",
                "CAST(landed_on AS date) < DATE '{t}'", "CAST(landed_on AS timestamp) < TIMESTAMP '{t} 00:00:00'",
                "CAST(landed_on AS varchar) < '{t}'", "landed_on - INTERVAL '1' DAY < DATE '{t}'",
                "landed_on BETWEEN DATE '{old}' AND DATE '{y}'", "landed_on BETWEEN DATE '{t}' AND DATE '{y}'",
                "landed_on BETWEEN SYMMETRIC DATE '{t}' AND DATE '{y}'",
                "landed_on NOT BETWEEN DATE '{old}' AND DATE '{y}'",
                "landed_on BETWEEN DATE '{old}' AND DATE '{t}'", "landed_on IN (DATE '{y}', DATE '{old}')",
                "landed_on IN (DATE '{y}', NULL)", "landed_on IN (DATE '{y}', DATE '{t}')",
                "landed_on NOT IN (DATE '{y}')", "landed_on NOT IN (DATE '{y}', NULL)",
                "landed_on IN (SELECT DATE '{t}')",
                "landed_on = ANY (VALUES DATE '{t}')", "landed_on < ALL (VALUES DATE '{t}')",
                "landed_on <= SOME (VALUES DATE '{y}', DATE '{t}')", "landed_on <> DATE '{y}'",
                "landed_on IS DISTINCT FROM DATE '{y}'", "landed_on IS NOT DISTINCT FROM DATE '{y}'",
                "NOT landed_on < DATE '{t}'", "NOT (landed_on >= DATE '{t}')", "NOT (NOT (landed_on < DATE '{t}'))",
                "landed_on < DATE '{t}' OR false", "landed_on < DATE '{t}' OR NULL", "landed_on < DATE '{t}' OR true",
                "landed_on < DATE '{t}' OR id = 3", "landed_on < DATE '{t}' AND id = 3",
                "(landed_on < DATE '{t}' OR id = 3) AND (landed_on < DATE '{t}' OR id < 9)",
                "(landed_on < DATE '{t}' AND id > 0) OR (landed_on <= DATE '{y}' AND id < 9)",
                "landed_on < DATE '{t}' OR landed_on = DATE '{t}'", "(landed_on < DATE '{t}') = false",
                "(landed_on < DATE '{t}') IS NULL", "coalesce(landed_on < DATE '{t}', true)",
                "coalesce(landed_on, DATE '{old}') < DATE '{t}'",
                "CASE WHEN landed_on < DATE '{t}' THEN id > 9 ELSE true END", "if(landed_on < DATE '{t}', true, true)",
                "nullif(landed_on, DATE '{t}') IS NULL", "ROW(landed_on) = ROW(DATE '{t}')",
                "(landed_on, id) IN ((DATE '{t}', 3))",
                "\"LANDED_ON\" < DATE '{t}'", "meters.landed_on < DATE '{t}'", "m.landed_on < DATE '{t}'",
                "telemetry.meters.landed_on < DATE '{t}'", "at < TIMESTAMP '{old} 00:00:01 UTC'",
                "at < TIMESTAMP '{old} 00:00:01 Europe/Berlin'", "at < TIMESTAMP '{t} 00:00:00 -18:00'",
                "at < TIMESTAMP '{old} 00:00:01 UTC+1'", "at < TIMESTAMP '{old} 00:00:01 EST'",
                "at < TIMESTAMP '{old} 00:00:01 Nowhere/City'", "at = TIMESTAMP '{old} 00:00:00 UTC'",
                "at BETWEEN TIMESTAMP '{old} 00:00:00 UTC' AND TIMESTAMP '{t} 00:00:00 UTC'",
                "at AT TIME ZONE 'Pacific/Kiritimati' < TIMESTAMP '{old} 00:00:01'", "CAST(at AS date) = DATE '{old}'",
                "CAST(at AS timestamp) < TIMESTAMP '{old} 00:00:01'", "CAST(at AS date) <= CAST('{old}' AS date)",
                "device < DATE '{t}'", "id < DATE '{t}'", "landed_on < '{t}'", "landed_on < 20261130");
        List<String> all = new ArrayList<>(predicates);
        all.addAll(
                combined(predicates.stream().filter(predicate -> !predicate.matches("(m|telemetry)\\..*")).toList()));
        int onT1 = 0;
        for (String predicate : all) {
            String sql = "SELECT id, landed_on FROM meters WHERE %s ORDER BY id".formatted(
                    predicate.replace("{y}", y).replace("{t}", t).replace("{old}", old));
            sql = predicate.startsWith("m.") ? sql.replace("FROM meters", "FROM meters m")
                    : predicate.startsWith("telemetry.") ? sql.replace("FROM meters", "FROM telemetry.meters") : sql;
            if (gateway.nativeSQL(sql).equals(sql)) {
                continue; // Trino itself answers
            }
            onT1++;
            try (Statement live = direct.createStatement(); Statement routed = gateway.createStatement()) {
                assertThat(answer(routed, sql)).as(sql).isEqualTo(answer(live, sql));
            }
        }
        assertThat(onT1).isBetween(20, all.size() / 2);
    }

    /** The same list in each run. */
    private static List<String> combined(List<String> predicates) {
        Random random = new Random(20_261_201);
        List<String> combined = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            for (String both : List.of("(%s) AND (%s)", "(%s) OR (%s)", "NOT (%s) AND (%s)", "NOT (%s OR %s)",
                    "(%s) = (%s)", "if(%s, %s, NULL)", "coalesce(%s, %s)", "(%s) IS NOT NULL AND (%s)")) {
                combined.add(both.formatted(predicates.get(random.nextInt(predicates.size())), predicates.get(random
                        .nextInt(predicates.size()))));
            }
        }
        return combined;
    }

    /** The rows, or the code of Trino's error. */
    private static List<String> answer(Statement statement, String sql) {
        try {
            return rows(statement, sql);
        } catch (SQLException e) {
            return List.of("error " + e.getErrorCode());
        }
    }

    @Test
    void aNameThatHidesTheColumnOrTheDatasetGivesNoBound() throws SQLException {
        String old = "landed_on < DATE " + TODAY;
        for (String sql : List.of(
                "SELECT count(*) FROM meters AS m (id, device, at, day, landed_on) WHERE day < DATE " + TODAY,
                "SELECT count(*) FROM meters m CROSS JOIN UNNEST(ARRAY[DATE '2000-01-01']) AS u (landed_on) WHERE u."
                        + old,
                "SELECT count(*) FROM meters m, LATERAL (SELECT m.landed_on - INTERVAL '9' DAY AS landed_on) l WHERE l."
                        + old,
                "SELECT count(*) FROM (SELECT id, DATE '2000-01-01' AS landed_on FROM meters) WHERE " + old,
                "WITH w (id, landed_on) AS (SELECT id, DATE '2000-01-01' FROM meters) SELECT count(*) FROM w WHERE "
                        + old,
                "WITH meters AS (SELECT id, DATE '2000-01-01' AS landed_on FROM meters) SELECT count(*) FROM meters WHERE "
                        + old,
                "SELECT count(*) FROM meters m WHERE EXISTS (SELECT 1 FROM (VALUES DATE '2000-01-01') m (landed_on) WHERE m."
                        + old + ")",
                "SELECT count(*) FROM meters WHERE any_match(ARRAY[DATE '2000-01-01'], landed_on -> " + old + ")",
                "SELECT count(*) FROM meters m JOIN (VALUES DATE %1$s, DATE '2000-01-01') v (landed_on) USING (landed_on) WHERE landed_on <= DATE %1$s"
                        .formatted(TODAY),
                "SELECT count(*) FROM meters TABLESAMPLE BERNOULLI (100) WHERE " + old + " OR id = 3",
                "SELECT rows FROM meters MATCH_RECOGNIZE (ORDER BY id MEASURES first(a.landed_on) AS landed_on, count(*) AS rows ONE ROW PER MATCH PATTERN (a+) DEFINE a AS true) WHERE "
                        + old,
                "SELECT count(*) FROM meters WHERE NOT (%s) OR (%1$s)".formatted(old))) {
            assertReads(View.LIVE, sql);
        }
    }

    @Test
    void aBoundWithoutAZoneHoldsInEverySessionZone() throws SQLException {
        for (String zone : List.of("Pacific/Kiritimati", "-14:00")) {
            TestingDataset.setTimeZone(direct, zone);
            TestingDataset.setTimeZone(gateway, zone);
            for (int hours : new int[]{-15, -14, -13, 14}) {
                String moment = TestingDataset.TODAY.minusDays(2).atStartOfDay().plusHours(hours).toString()
                        .replace('T', ' ');
                assertReads(hours <= -14 ? View.T_1 : View.LIVE,
                        "SELECT * FROM meters WHERE at < TIMESTAMP '" + moment + "' ORDER BY id");
            }
        }
        TestingDataset.setTimeZone(direct, "UTC");
        TestingDataset.setTimeZone(gateway, "UTC");
    }

    @Test
    void aBoundIsFoundInEveryKindOfJoin() throws SQLException {
        for (String join : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")) {
            assertReads(View.T_1,
                    "SELECT m.*, x.id, y FROM meters m %s (VALUES (1, 'one'), (3, 'three'), (4, 'four')) AS x (id, y) ON m.id = x.id WHERE m.landed_on < DATE %s ORDER BY m.id, x.id"
                            .formatted(join, TODAY));
        }
        assertReads(View.T_1,
                "SELECT count(*) FROM meters a, meters b WHERE a.landed_on < DATE %1$s AND b.landed_on BETWEEN DATE '2000-01-01' AND DATE %2$s"
                        .formatted(TODAY, YESTERDAY));
        assertReads(View.LIVE,
                "SELECT count(*) FROM meters a, meters b WHERE a.landed_on < DATE %1$s AND b.landed_on >= DATE %2$s"
                        .formatted(TODAY, YESTERDAY));
    }

    private interface Setting {
        void on(PreparedStatement statement) throws SQLException;
    }

    private static List<String> answer(PreparedStatement statement, Setting parameters) {
        try {
            parameters.on(statement);
            return rows(statement.executeQuery());
        } catch (SQLException e) {
            return List.of("error " + e.getErrorCode());
        }
    }

    private static void assertReads(View view, String sql, Setting parameters) throws SQLException {
        try (PreparedStatement live = direct.prepareStatement(sql);
                PreparedStatement routed = gateway.prepareStatement(sql)) {
            assertThat(answer(routed, parameters)).as(sql).isEqualTo(answer(live, parameters))
                    .noneMatch(row -> row.startsWith("error"));
            assertThat(routed.unwrap(FreshetStatement.class).routes()).as(sql).extracting(Route::view)
                    .containsExactly(view);
        }
    }

    @Test
    void aParameterIsABoundInEachExecution() throws SQLException {
        LocalDate today = TestingDataset.TODAY;
        LocalDate yesterday = today.minusDays(1);
        String before = "SELECT * FROM meters WHERE landed_on < ? ORDER BY id";
        assertReads(View.T_1, before, s -> s.setObject(1, today));
        assertReads(View.LIVE, before, s -> s.setObject(1, today.plusDays(1)));
        assertReads(View.T_1, before, s -> s.setObject(1, today, Types.DATE));
        assertReads(View.T_1, before, s -> s.setObject(1, today, JDBCType.DATE));
        assertReads(View.T_1, before, s -> s.setDate(1, Date.valueOf(yesterday)));
        assertReads(View.T_1, before, s -> s.setObject(1, today.atStartOfDay()));
        assertReads(View.T_1, before, s -> s.setTimestamp(1, Timestamp.valueOf(yesterday.atStartOfDay())));
        assertReads(View.LIVE, before, s -> s.setTimestamp(1, Timestamp.valueOf(today.atTime(0, 1))));
        assertReads(View.T_1, "SELECT * FROM meters WHERE id > ? AND landed_on BETWEEN ? AND ? ORDER BY id", s -> {
            s.setLong(1, 1);
            s.setObject(2, today.minusDays(30));
            s.setObject(3, yesterday);
        });
        assertReads(View.T_1, "SELECT ? AS x, m.* FROM meters m WHERE landed_on = CAST(? AS date) ORDER BY id LIMIT ?",
                s -> {
                    s.setString(1, "?");
                    s.setString(2, yesterday.toString());
                    s.setInt(3, 1);
                });
        assertReads(View.T_1, "SELECT * FROM meters WHERE at < ?",
                s -> s.setObject(1, today.minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant()));
        assertReads(View.LIVE, "SELECT * FROM meters WHERE at <= ? ORDER BY id",
                s -> s.setObject(1, today.minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    @Test
    void aStatementIsRoutedByTheParametersOfEachExecution() throws SQLException {
        try (PreparedStatement statement = gateway
                .prepareStatement("SELECT count(*) FROM meters WHERE landed_on <= ?")) {
            for (int days : new int[]{1, 0, 1, 0}) {
                statement.setObject(1, TestingDataset.TODAY.minusDays(days));
                assertThat(rows(statement.executeQuery())).containsExactly(days == 0 ? "3|" : "2|");
                assertThat(statement.unwrap(FreshetStatement.class).routes().get(0).view())
                        .isEqualTo(days == 0 ? View.LIVE : View.T_1);
            }
        }
    }

    @Test
    void theRowsOfABatchHaveTheirOwnParameters() throws SQLException {
        TestingDataset.run("CREATE TABLE lakehouse.telemetry.metered (id bigint)");
        try (PreparedStatement statement = gateway
                .prepareStatement("INSERT INTO metered SELECT id FROM meters WHERE landed_on <= ?")) {
            for (int days : new int[]{0, 1}) {
                statement.setObject(1, TestingDataset.TODAY.minusDays(days));
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).containsExactly(3, 2);
        }
    }

    /** Values that a bound must not be taken from, or only as Trino reads them. */
    @Test
    void hostileParametersGetTrinosAnswers() throws SQLException {
        LocalDate today = TestingDataset.TODAY;
        LocalDateTime midnight = today.atStartOfDay();
        List<Setting> values = List.of(s -> s.setObject(1, today), s -> s.setObject(1, today.minusDays(1)),
                s -> s.setObject(1, today.minusDays(9)), s -> s.setObject(1, LocalDate.of(9999, 12, 31)),
                s -> s.setObject(1, LocalDate.MAX), s -> s.setObject(1, midnight.minusNanos(1_000)),
                s -> s.setObject(1, midnight.minusDays(9).toInstant(ZoneOffset.UTC)),
                s -> s.setDate(1, Date.valueOf(today)), s -> s.setTimestamp(1, Timestamp.valueOf(midnight)),
                s -> s.setTimestamp(1, Timestamp.valueOf(midnight), Calendar.getInstance()),
                s -> s.setObject(1, midnight, Types.DATE), s -> s.setString(1, today.toString()),
                s -> s.setObject(1, today.toString(), Types.DATE), s -> s.setNull(1, Types.DATE),
                s -> s.setObject(1, null), s -> s.setLong(1, 3), s -> s.clearParameters());
        int onT1 = 0;
        for (String predicate : List.of("landed_on <= ?", "CAST(landed_on AS date) <= ?", "landed_on < CAST(? AS date)",
                "at < ?", "NOT landed_on < ?", "landed_on < ? OR id = 3")) {
            String sql = "SELECT id FROM meters WHERE %s ORDER BY id".formatted(predicate);
            for (Setting value : values) {
                try (PreparedStatement live = direct.prepareStatement(sql);
                        PreparedStatement routed = gateway.prepareStatement(sql)) {
                    List<String> answer = answer(routed, value);
                    if (routed.unwrap(FreshetStatement.class).routes().stream()
                            .anyMatch(route -> route.view() == View.T_1)) {
                        onT1++;
                        assertThat(answer).as(sql + values.indexOf(value)).isEqualTo(answer(live, value));
                    }
                }
            }
        }
        assertThat(onT1).isBetween(12, 40);
    }

    @Test
    void theParametersOfAnExecuteAreBounds() throws SQLException {
        for (String[] run : new String[][]{{"DATE " + TODAY, "T_1"}, {"CAST(%s AS date)".formatted(TODAY), "T_1"},
                {"TIMESTAMP '%s 00:00:00'".formatted(TestingDataset.TODAY), "T_1"},
                {"DATE " + TODAY + " + INTERVAL '1' DAY", "LIVE"}, {"NULL", "LIVE"}, {"current_date", "LIVE"}}) {
            assertReads(View.valueOf(run[1]),
                    "EXECUTE IMMEDIATE 'SELECT * FROM meters WHERE id > ? AND landed_on < ? ORDER BY id' USING 0, "
                            + run[0]);
        }
        for (Connection connection : List.of(direct, gateway)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PREPARE past FROM SELECT * FROM meters WHERE landed_on <= ? ORDER BY id");
            }
        }
        assertReads(View.T_1, "EXECUTE past USING DATE " + YESTERDAY);
        assertReads(View.LIVE, "EXECUTE past USING DATE " + TODAY);
    }

    /** As Grafana's plugin for Trino, Superset, and older versions of it write them. */
    @Test
    void theFiltersOfToolsAreRead() throws SQLException {
        LocalDate today = TestingDataset.TODAY;
        LocalDate old = today.minusDays(9);
        for (String filter : List.of("landed_on BETWEEN date '%s' AND date '%s'".formatted(old, today.minusDays(1)),
                "landed_on BETWEEN TIMESTAMP '%s 00:00:00' AND TIMESTAMP '%s 23:59:59'".formatted(old,
                        today.minusDays(1)),
                "at BETWEEN TIMESTAMP '%s 00:00:00' AND TIMESTAMP '%s 09:00:00'".formatted(old, today.minusDays(3)),
                "at >= TIMESTAMP '%s 00:00:00.000000' AND at < TIMESTAMP '%s 00:00:00.000000'".formatted(old,
                        today.minusDays(3)),
                "landed_on >= DATE '%s' AND landed_on < DATE '%s'".formatted(old, today))) {
            assertReads(View.T_1, "SELECT * FROM meters WHERE %s ORDER BY id".formatted(filter));
        }
        for (String filter : List.of(
                "at >= from_iso8601_timestamp('%sT00:00:00.000000') AND at < from_iso8601_timestamp('%sT00:00:00.000000')"
                        .formatted(old, today.minusDays(3)),
                "landed_on < from_iso8601_date('%s')".formatted(today), "id BETWEEN 1 AND 2",
                "to_unixtime(at) BETWEEN 0 AND 1000", "date_trunc('day', landed_on) < DATE '%s'".formatted(today),
                "date_trunc('day', CAST(at AS timestamp)) < TIMESTAMP '%s 00:00:00'".formatted(old.plusDays(1)),
                "landed_on = current_date - INTERVAL '1' DAY", "landed_on < current_date",
                "at < current_timestamp - INTERVAL '7' DAY", "at < localtimestamp - INTERVAL '7' DAY")) {
            assertReads(View.LIVE, "SELECT * FROM meters WHERE %s ORDER BY id".formatted(filter));
        }
    }

    @Test
    void theTailIsNotPlanned() throws SQLException {
        try (Statement statement = gateway.createStatement()) {
            String sql = "EXPLAIN SELECT count(*) FROM meters WHERE at < TIMESTAMP '" + EARLIEST + " UTC'";
            assertThat(String.join("\n", rows(statement, sql))).contains("history").doesNotContain("_tail_");
        }
    }
}
