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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Statements that are hard to rewrite, beside Trino's own answers: in another schema the dataset's name is a view of
 * T-1, so that the same text, without the gateway, gives the answer that the gateway must give.
 */
class HostileStatementsTest {
    private static final String ORACLE = "telemetry_oracle";
    private static Connection gateway;
    private static Connection live;
    private static Connection t1;

    @BeforeAll
    static void connect() throws SQLException, IOException {
        TestingDataset.create("probes", "live");
        TestingDataset.run("CREATE SCHEMA IF NOT EXISTS lakehouse." + ORACLE,
                "CREATE OR REPLACE VIEW lakehouse.%s.probes AS SELECT * FROM lakehouse.telemetry.probes_t1"
                        .formatted(ORACLE));
        String trino = LocalLakehouse.shared().trinoUrl();
        gateway = DriverManager.getConnection(trino.replace("jdbc:", "jdbc:freshet:") + "/" + TestingDataset.SCHEMA,
                "test", null);
        live = DriverManager.getConnection(trino + "/" + TestingDataset.SCHEMA, "test", null);
        t1 = DriverManager.getConnection(trino + "/" + ORACLE, "test", null);
    }

    @AfterAll
    static void close() throws SQLException {
        gateway.close();
        live.close();
        t1.close();
    }

    /** The rows, or the code of Trino's error. */
    private static List<String> answer(Statement statement, String sql) {
        List<String> rows = new ArrayList<>();
        try (ResultSet answer = statement.executeQuery(sql)) {
            int columns = answer.getMetaData().getColumnCount();
            while (answer.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(answer.getMetaData().getColumnLabel(i)).append('=').append(answer.getObject(i))
                            .append('|');
                }
                rows.add(row.toString());
            }
        } catch (SQLException e) {
            rows.add("error " + (e.getErrorCode() == 0 ? e.getMessage() : e.getErrorCode()));
        }
        return rows;
    }

    private static List<String> answer(Connection connection, String sql, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return answer(statement, sql.replace("{s}", schema));
        }
    }

    private static List<Route> routes(Statement statement) throws SQLException {
        return statement.unwrap(FreshetStatement.class).routes();
    }

    private static void assertAnswers(View expected, String sql) throws SQLException {
        String sent = sql.replace("{s}", TestingDataset.SCHEMA);
        gateway.setClientInfo("freshness", "live");
        assertThat(gateway.nativeSQL(sent)).isEqualTo(sent);
        gateway.setClientInfo("freshness", "t-1");
        try (Statement statement = gateway.createStatement()) {
            List<String> answer = answer(statement, sent);
            assertThat(routes(statement)).as(sql).isNotEmpty().extracting(Route::view).containsOnly(expected);
            if (expected == View.T_1) {
                assertThat(answer).as(sql).isEqualTo(answer(t1, sql, ORACLE));
            } else {
                assertThat(answer).as(sql).isEqualTo(answer(live, sql, TestingDataset.SCHEMA));
                assertThat(routes(statement)).as("it is said: " + sql).extracting(Route::reason)
                        .allMatch(reason -> reason.startsWith("the connection requests t-1, but "));
            }
        }
    }

    /** One boundary for all: the same rows as T-1, or an error. */
    private static void assertReadAtOneAge(String sql) throws SQLException {
        gateway.setClientInfo("freshness", "consistent");
        try (Statement statement = gateway.createStatement()) {
            assertThat(answer(statement, sql.replace("{s}", TestingDataset.SCHEMA))).as(sql)
                    .isEqualTo(answer(t1, sql, ORACLE));
        }
    }

    @Test
    void everyStatementReadsT1() throws SQLException {
        for (String sql : List.of("SELECT count(*) FROM probes", "SELECT probes.id FROM probes ORDER BY probes.id",
                "SELECT \"PROBES\".\"ID\" FROM \"{s}\".\"Probes\" ORDER BY 1", "TABLE probes ORDER BY probes.id",
                "((TABLE probes)) ORDER BY 1", "SELECT id AS probes FROM probes ORDER BY probes",
                "SELECT '\uD83D\uDE00' AS e, id FROM /* probes */ probes -- probes\n ORDER BY 2",
                "SELECT {s}.probes.id FROM {s}.probes ORDER BY 1",
                "SELECT {s}.probes.* FROM {s}.probes ORDER BY {s}.probes.id",
                "SELECT lakehouse.{s}.probes.id FROM lakehouse.{s}.probes ORDER BY {s}.probes.id DESC",
                "SELECT \"{s}\".\"probes\".\"id\" AS \"id\" FROM \"{s}\".\"probes\" WHERE \"{s}\".\"probes\".\"device\" <> 'x' ORDER BY \"{s}\".\"probes\".\"id\"",
                "SELECT {s}.probes.id FROM {s}.probes WHERE EXISTS (SELECT 1 FROM {s}.probes p WHERE p.id > {s}.probes.id) ORDER BY 1",
                "SELECT count(*) FROM {s}.probes WHERE {s}.probes.id IN (SELECT {s}.probes.id FROM {s}.probes WHERE {s}.probes.id > 1)",
                "SELECT count(*) FROM {s}.probes JOIN {s}.probes AS p ON p.id <= {s}.probes.id",
                "SELECT {s}.probes.id, grouping({s}.probes.id) AS g FROM {s}.probes GROUP BY GROUPING SETS (({s}.probes.id), ()) ORDER BY 1, 2",
                "SELECT {s}.probes.id, n FROM {s}.probes CROSS JOIN UNNEST(sequence(1, {s}.probes.id)) AS u (n) ORDER BY 1, 2",
                "SELECT {s}.probes.id FROM {s}.probes TABLESAMPLE BERNOULLI (100) ORDER BY 1",
                "SELECT (SELECT {s}.probes.id) AS x FROM {s}.probes ORDER BY 1",
                "WITH w AS (SELECT {s}.probes.id AS i FROM {s}.probes) SELECT w.i FROM w ORDER BY w.i",
                "WITH probes AS (SELECT id FROM probes WHERE id > 1) SELECT count(*) FROM probes",
                "WITH probes AS (SELECT 7 AS id) SELECT probes.id, p.id AS i FROM probes, {s}.probes AS p ORDER BY 2",
                "WITH RECURSIVE r (n) AS (SELECT max(id) FROM probes UNION ALL SELECT n - 1 FROM r WHERE n > 1) SELECT n FROM r ORDER BY 1",
                "SELECT count(*) OVER probes AS c FROM probes WINDOW probes AS (ORDER BY probes.id) ORDER BY 1",
                "SELECT transform(ARRAY[1], probes -> probes + id) AS t FROM probes ORDER BY id",
                "SELECT id FROM probes EXCEPT SELECT id FROM {s}.probes WHERE id = 1",
                "SELECT id FROM probes INTERSECT (SELECT id FROM probes WHERE id > 1)",
                "VALUES (SELECT max(id) FROM probes)", "SELECT 1 AS one ORDER BY (SELECT max(id) FROM probes)",
                "SELECT p.id, l.n FROM probes p CROSS JOIN LATERAL (SELECT count(*) AS n FROM probes WHERE probes.id < p.id) l ORDER BY 1",
                "SELECT id, m FROM probes MATCH_RECOGNIZE (ORDER BY id MEASURES last(a.id) AS id, count(*) AS m ONE ROW PER MATCH PATTERN (a+) DEFINE a AS true) AS r",
                "SELECT id FROM TABLE(exclude_columns(input => TABLE(probes), columns => DESCRIPTOR(at))) ORDER BY 1",
                "SELECT p.id FROM TABLE(exclude_columns(input => TABLE({s}.probes) AS q, columns => DESCRIPTOR(at))) p ORDER BY 1",
                "SELECT j.probes, id FROM probes, JSON_TABLE('[1]', 'lax $[*]' COLUMNS (probes integer PATH 'lax $')) AS j ORDER BY 2",
                "SELECT id FROM (probes) ORDER BY 1",
                "SELECT a.id FROM (probes a CROSS JOIN probes) ORDER BY a.id, probes.id",
                "SELECT max(id) FILTER (WHERE id IN (SELECT id FROM probes)) AS m FROM probes",
                "SELECT CASE WHEN EXISTS (SELECT 1 FROM probes WHERE id = 3) THEN 'three' ELSE 'two' END AS c FROM probes",
                "EXECUTE IMMEDIATE 'SELECT id FROM probes WHERE id > ? ORDER BY 1' USING 1",
                "EXECUTE IMMEDIATE 'SELECT {s}.probes.id, ''it''''s'' AS t FROM {s}.probes ORDER BY 1'",
                "EXECUTE IMMEDIATE U&'SELECT \\0069d FROM probes ORDER BY 1'",
                "EXECUTE IMMEDIATE U&'SELECT ''!0061!!'' AS a, id FROM probes WHERE id >= ? ORDER BY 2' UESCAPE '!' USING 1",
                "SHOW STATS FOR probes", "SHOW STATS FOR {s}.probes",
                "SHOW STATS FOR (SELECT id FROM probes WHERE id < 9)",
                "SHOW STATS FOR (SELECT {s}.probes.id FROM {s}.probes)", "EXPLAIN (TYPE VALIDATE) SELECT * FROM probes",
                "EXPLAIN (TYPE VALIDATE) EXECUTE IMMEDIATE 'SELECT {s}.probes.id FROM {s}.probes'",
                // Trino's errors
                "SELECT nothing FROM probes", "SELECT {s}.probes.nothing FROM {s}.probes",
                "SELECT 1 / (id - id) FROM probes",
                "SELECT probes.id FROM probes, {s}.probes", "SELECT {s}.probes.id FROM probes",
                "SELECT {s}.probes.id FROM {s}.probes, {s}.probes",
                "SELECT x.{s}.probes.id FROM {s}.probes",
                "SELECT 1 AS probes FROM probes ORDER BY probes.id")) {
            assertAnswers(View.T_1, sql);
        }
    }

    /** Each way to name the dataset in each place of a query. What Trino answers does not depend on the way. */
    @Test
    void everyNameReadsT1InEveryPlace() throws SQLException {
        List<String> names = List.of("probes", "{s}.probes", "lakehouse.{s}.probes", "\"PROBES\"", "\"{s}\".\"Probes\"",
                "(probes)", "(TABLE probes)", "(SELECT * FROM {s}.probes) AS \"select\"", "probes AS probes",
                "/* FROM x */ probes -- y\n", "probes TABLESAMPLE BERNOULLI (100)",
                "(WITH w AS (SELECT * FROM probes) SELECT * FROM w)",
                "(SELECT * FROM probes UNION ALL SELECT * FROM {s}.probes WHERE false)",
                "TABLE(exclude_columns(input => TABLE(probes), columns => DESCRIPTOR(at)))",
                "probes MATCH_RECOGNIZE (ORDER BY id ALL ROWS PER MATCH PATTERN (a) DEFINE a AS true)");
        List<String> places = List.of("SELECT count(*) AS c, sum(id) AS s FROM %1$s", "SELECT id FROM %1$s ORDER BY id",
                "WITH w AS (SELECT id FROM %1$s) SELECT count(*) AS c FROM w a, w b",
                "SELECT (SELECT max(id) FROM %1$s) AS m",
                "SELECT 1 AS x WHERE EXISTS (SELECT 1 FROM %1$s WHERE id = 3)",
                "SELECT x FROM UNNEST(ARRAY[(SELECT count(*) FROM %1$s), 9]) AS t (x)",
                "VALUES ((SELECT count(*) FROM %1$s))", "(SELECT id FROM %1$s) UNION ALL (SELECT 7) ORDER BY 1",
                "SELECT id FROM %1$s EXCEPT VALUES 1",
                "SELECT t.id, n FROM (SELECT id FROM %1$s) t CROSS JOIN LATERAL (SELECT count(*) AS n FROM (SELECT id FROM %1$s) u WHERE u.id < t.id) ORDER BY 1",
                "SELECT v.x FROM (VALUES 1, 3) v (x) LEFT JOIN (SELECT id FROM %1$s) t ON t.id = v.x WHERE t.id IS NOT NULL",
                "SELECT id, row_number() OVER (ORDER BY id DESC) AS r FROM %1$s ORDER BY 1",
                "SELECT grouping(id) AS g, count(*) AS c FROM %1$s GROUP BY ROLLUP (id) ORDER BY 1, 2",
                "SELECT CASE (SELECT count(*) FROM %1$s) WHEN 2 THEN 'two' ELSE 'other' END AS n",
                "SELECT reduce(ARRAY[1], (SELECT max(id) FROM %1$s), (a, b) -> a + b, a -> a) AS r",
                "SELECT id FROM %1$s WHERE id IN (SELECT max(id) FROM %1$s)",
                "SELECT min(id) AS m FROM %1$s HAVING count(*) > 1",
                "EXECUTE IMMEDIATE 'SELECT ''it''''s'' AS t, max(id) AS m FROM %1$s'");
        for (String place : places) {
            List<String> right = answer(t1, place.formatted("probes"), ORACLE);
            for (String name : names) {
                String sql = place.formatted(name).replace("{s}", TestingDataset.SCHEMA);
                gateway.setClientInfo("freshness", "t-1");
                try (Statement statement = gateway.createStatement()) {
                    assertThat(answer(statement, sql)).as(sql).isEqualTo(right);
                    assertThat(routes(statement)).as(sql).isNotEmpty().extracting(Route::view).containsOnly(View.T_1);
                }
            }
        }
    }

    @Test
    void everyFormCanBeReadAtOneAge() throws SQLException {
        for (String sql : List.of("TABLE probes ORDER BY probes.id",
                "SELECT a.id FROM (probes a CROSS JOIN {s}.probes) ORDER BY a.id, probes.id",
                "WITH probes AS (SELECT id FROM probes WHERE id > 1) SELECT count(*) FROM probes",
                "SELECT probes.id FROM probes TABLESAMPLE BERNOULLI (100) ORDER BY 1",
                "SELECT id, m FROM probes MATCH_RECOGNIZE (ORDER BY id MEASURES last(a.id) AS id, count(*) AS m ONE ROW PER MATCH PATTERN (a+) DEFINE a AS true) AS r",
                "SELECT id FROM TABLE(exclude_columns(input => TABLE({s}.probes), columns => DESCRIPTOR(at))) ORDER BY 1",
                "EXECUTE IMMEDIATE 'SELECT id FROM probes WHERE id > ? ORDER BY 1' USING 1")) {
            assertReadAtOneAge(sql);
        }
    }

    @Test
    void whatIsNotCertainReadsLiveAndSaysSo() throws SQLException {
        for (String sql : List.of(
                "SELECT (SELECT {s}.probes.id FROM (SELECT CAST(ROW(77) AS ROW(id bigint)) AS probes) AS {s}) AS x FROM {s}.probes WHERE {s}.probes.id > 0",
                "SELECT (SELECT {s}.probes.id FROM (SELECT CAST(ROW(ROW(78)) AS ROW(probes ROW(id bigint))) AS {s}) q) AS x FROM {s}.probes",
                "SELECT {s}.probes.id FROM {s}.probes CROSS JOIN (VALUES 1) AS {s} (x) ORDER BY 1",
                "SELECT {s}.probes.id, probes.device FROM {s}.probes ORDER BY 1",
                "SELECT count(*) FROM {s}.probes WHERE {s}.probes.id IN (SELECT {s}.probes.id FROM lakehouse.{s}.probes)",
                "SELECT {s}.probes.id FROM {s}.probes CROSS JOIN (VALUES 1) AS probes_t1 (x) ORDER BY 1",
                "SELECT transform(ARRAY[CAST(ROW(ROW(5)) AS ROW(probes ROW(id bigint)))], {s} -> {s}.probes.id) AS t FROM {s}.probes",
                "TABLE {s}.probes ORDER BY {s}.probes.id", "SELECT * FROM probes FOR VERSION AS OF 1 ORDER BY id",
                "SELECT * FROM probes FOR TIMESTAMP AS OF TIMESTAMP '2026-11-01 00:00:00' ORDER BY id")) {
            assertAnswers(View.LIVE, sql);
        }
    }

    @Test
    void whatIsNotParsedReadsLiveAndSaysSo() throws SQLException {
        String deep = "SELECT %s1%s AS x, id FROM probes ORDER BY 2".formatted("(".repeat(301), ")".repeat(301));
        try (Statement statement = gateway.createStatement()) {
            gateway.setClientInfo("freshness", "t-1");
            assertThat(answer(statement, deep)).isEqualTo(answer(live, deep, TestingDataset.SCHEMA)).hasSize(3);
            assertThat(statement.getWarnings().getMessage()).contains("cannot parse it: it is nested too deeply");
            gateway.setClientInfo("freshness", "consistent");
            assertThat(answer(statement, deep).toString()).contains("Cannot read all datasets at one age");
        }
    }
}
