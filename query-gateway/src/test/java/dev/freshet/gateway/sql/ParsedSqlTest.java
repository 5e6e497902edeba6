package dev.freshet.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Freshness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedSqlTest {
    private static List<String> tables(String sql) throws SqlSyntaxException {
        return ParsedSql.parse(sql).references().stream().map(r -> r.name().toString()).toList();
    }

    @Test
    void keywordsAndNamesAreCaseInsensitive() throws SqlSyntaxException {
        assertThat(tables("sElEcT 1 FrOm Telemetry.BACKUPS, \"Lake\".\"House\".\"Dev\"\"ices\""))
                .containsExactly("telemetry.backups", "lake.house.dev\"ices");
    }

    @Test
    void subqueriesJoinsAndSetOperationsAreSearched() throws SqlSyntaxException {
        assertThat(tables("""
                          SELECT (SELECT max(x) FROM a), x FROM (SELECT * FROM b) s
                          JOIN c ON c.id = s.id AND EXISTS (SELECT 1 FROM d) CROSS JOIN LATERAL (SELECT 1 FROM e)
                          WHERE x IN (SELECT x FROM f) UNION ALL (TABLE g) ORDER BY (SELECT 1 FROM h)"""))
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h");
    }

    @Test
    void aliasesColumnsFunctionsAndStringsAreNotTables() throws SqlSyntaxException {
        assertThat(tables("SELECT backups.id, backups(1), 'FROM backups' FROM t AS backups -- FROM backups"))
                .containsExactly("t");
    }

    @Test
    void aCteHidesTheDataset() throws SqlSyntaxException {
        assertThat(tables("WITH backups AS (SELECT 1) SELECT * FROM backups")).isEmpty();
        assertThat(tables("WITH \"Backups\" AS (SELECT 1) SELECT * FROM BACKUPS")).isEmpty();
    }

    @Test
    void aCteDoesNotHideAQualifiedName() throws SqlSyntaxException {
        assertThat(tables("WITH backups AS (SELECT 1) SELECT * FROM telemetry.backups"))
                .containsExactly("telemetry.backups");
    }

    @Test
    void aCteMayReadTheDatasetOfItsOwnName() throws SqlSyntaxException {
        assertThat(tables("WITH backups AS (SELECT * FROM backups) SELECT * FROM backups"))
                .containsExactly("backups");
    }

    @Test
    void aRecursiveCteReadsItself() throws SqlSyntaxException {
        assertThat(tables("WITH RECURSIVE b(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM b) SELECT * FROM b")).isEmpty();
    }

    @Test
    void aCteIsVisibleOnlyToLaterCtes() throws SqlSyntaxException {
        assertThat(tables("WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a, b"))
                .containsExactly("b");
    }

    @Test
    void aCteIsVisibleInNestedQueriesButNotOutside() throws SqlSyntaxException {
        assertThat(tables("WITH a AS (SELECT 1) SELECT * FROM t WHERE x IN (SELECT x FROM (SELECT * FROM a))"))
                .containsExactly("t");
        assertThat(tables("SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) s, a")).containsExactly("a");
        assertThat(tables("WITH x AS (WITH a AS (SELECT 1) SELECT * FROM a) SELECT * FROM x, a"))
                .containsExactly("a");
    }

    @Test
    void writingStatementsReadTheirSourcesAndNotTheirTargets() throws SqlSyntaxException {
        assertThat(tables("INSERT INTO t SELECT * FROM a")).containsExactly("a");
        assertThat(tables("INSERT INTO t WITH c AS (SELECT 1) SELECT * FROM c, a")).containsExactly("a");
        assertThat(tables("CREATE TABLE t AS SELECT * FROM a")).containsExactly("a");
        assertThat(tables("CREATE OR REPLACE TABLE t AS (SELECT * FROM a) WITH NO DATA")).containsExactly("a");
        assertThat(tables("DELETE FROM t WHERE id IN (SELECT id FROM a)")).containsExactly("a");
        assertThat(tables("UPDATE t SET x = (SELECT max(x) FROM a)")).containsExactly("a");
        assertThat(tables("MERGE INTO t USING a ON t.id = a.id WHEN MATCHED THEN DELETE")).containsExactly("a");
    }

    @Test
    void explainReadsTheTablesOfItsStatement() throws SqlSyntaxException {
        assertThat(tables("EXPLAIN SELECT * FROM a")).containsExactly("a");
        assertThat(tables("EXPLAIN (TYPE IO, FORMAT JSON) SELECT * FROM a")).containsExactly("a");
        assertThat(tables("EXPLAIN ANALYZE VERBOSE INSERT INTO t SELECT * FROM a")).containsExactly("a");
        assertThat(tables("EXPLAIN CREATE VIEW v AS SELECT * FROM a")).isEmpty();
    }

    @Test
    void statisticsAreReadFromTheirTable() throws SqlSyntaxException {
        assertThat(tables("SHOW STATS FOR (SELECT * FROM a WHERE x > 1)")).containsExactly("a");
        assertThat(tables("SHOW STATS FOR s.a")).containsExactly("s.a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE VIEW v AS SELECT * FROM a", "CREATE MATERIALIZED VIEW v AS SELECT * FROM a",
            "SHOW COLUMNS FROM a", "DESCRIBE a", "SHOW CREATE VIEW a", "USE c.s",
            "SET SESSION x = 1", "CALL system.sync(1)", "DROP TABLE a", "PREPARE p FROM SELECT * FROM a",
            "EXECUTE IMMEDIATE 'SELECT * FROM a'", "CREATE TABLE t (LIKE a)", "ANALYZE a", "SELECT 1", "VALUES 1"})
    void otherStatementsReadNoTable(String sql) throws SqlSyntaxException {
        assertThat(tables(sql)).isEmpty();
    }

    @Test
    void aVersionedReferenceIsPinned() throws SqlSyntaxException {
        assertThat(ParsedSql.parse("SELECT * FROM a FOR VERSION AS OF 1").references().get(0).pinned())
                .contains("the reference names a version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT t.a.id, a.x FROM t.a",
            "SELECT t.a.id FROM t.a WHERE EXISTS (SELECT a.* FROM b AS a)",
            "SELECT c.t.a.id FROM c.t.a WHERE EXISTS (SELECT t.a.id FROM t.a)", "TABLE t.a ORDER BY t.a.id",
            "SELECT t.a.id FROM t.a WHERE EXISTS (SELECT t.a.id FROM b AS T)",
            "WITH \"T\" AS (SELECT 1) SELECT t.a.id FROM t.a", "SELECT t.a.id FROM t.a, s.t",
            "SELECT t.a.id FROM t.a WHERE (SELECT t FROM b) > 0", "SELECT t.a.id FROM t.a, t.a_t1",
            "SELECT t.a.id FROM t.a, b AS \"A_INGESTED\"", "SELECT t.a.id FROM t.a CROSS JOIN UNNEST(t.a.x) AS t (y)",
            "SELECT t.a.id FROM t.a, TABLE(f(TABLE(b) AS t))",
            "SELECT transform(x, t -> t.a.id) FROM t.a"})
    void aReferenceIsPinnedWhenItIsNotCertainThatAColumnIsItsOwn(String sql) throws SqlSyntaxException {
        assertThat(ParsedSql.parse(sql).references()).filteredOn(r -> r.name().last().equals("a")).isNotEmpty()
                .allSatisfy(r -> assertThat(r.pinned()).get().asString().contains("by the schema"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT a.id FROM t.a", "SELECT t.a.id FROM t.a AS t", "SELECT a.t.a FROM t.a",
            "SELECT id FROM t.a", "SELECT t.a.id FROM t.a", "SELECT t.a.id FROM c.t.a",
            "SELECT t.a.id, b.id FROM t.a JOIN t.b ON t.b.id = t.a.id"})
    void otherColumnsDoNotPinAReference(String sql) throws SqlSyntaxException {
        assertThat(ParsedSql.parse(sql).references().get(0).pinned()).isEmpty();
    }

    @Test
    void theHintIsReadFromAComment() throws SqlSyntaxException {
        assertThat(ParsedSql.parse("/*+ freshness(t-1) */ SELECT 1").hint()).contains(Freshness.T_1);
        assertThat(ParsedSql.parse("SELECT /*+ FRESHNESS ( Live ) */ 1").hint()).contains(Freshness.LIVE);
        assertThat(ParsedSql.parse("SELECT 1 /*+ broadcast(x) freshness(PT15M) */").hint())
                .contains(new Freshness.StaleAtMost(Duration.ofMinutes(15)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT '/*+ freshness(t-1) */'", "SELECT 1 AS \"/*+ freshness(t-1) */\"",
            "SELECT 1 /* freshness(t-1) */", "SELECT 1 -- /*+ freshness(t-1) */", "SELECT 1 /*+ other(t-1) */"})
    void otherTextIsNotAHint(String sql) throws SqlSyntaxException {
        assertThat(ParsedSql.parse(sql).hint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/*+ freshness(yesterday) */", "/*+ freshness t-1 */", "/*+ freshness() */",
            "/*+ freshness(live) */ /*+ freshness(t-1) */", "/*+ freshness(-PT1M) */"})
    void anInvalidHintIsRejected(String hint) {
        assertThatThrownBy(() -> ParsedSql.parse("SELECT 1 " + hint)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid freshness");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELEC 1", "SELECT 1;", "SELECT * FROM", "", "SELECT $", "SELECT 'open"})
    void aSyntaxErrorNamesItsPosition(String sql) {
        assertThatThrownBy(() -> ParsedSql.parse(sql)).isInstanceOf(SqlSyntaxException.class)
                .hasMessageStartingWith("line 1:").hasMessageNotContaining("expecting");
    }

    @Test
    void nestingBeyondTheStackIsASyntaxError() throws InterruptedException {
        String sql = "SELECT " + "NOT ".repeat(10_000) + "true";
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(null, () -> {
            try {
                ParsedSql.parse(sql);
            } catch (Throwable e) {
                thrown.set(e);
            }
        }, "small stack", 256 * 1024);
        thread.start();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(SqlSyntaxException.class).hasMessage("it is nested too deeply");
    }

    @Test
    void nestingThatTakesLongToParseIsASyntaxError() throws SqlSyntaxException {
        assertThat(ParsedSql.parse("SELECT " + "(".repeat(300) + "1" + ")".repeat(300)).isQuery()).isTrue();
        assertThatThrownBy(() -> ParsedSql.parse("SELECT " + "(".repeat(301) + "1" + ")".repeat(301)))
                .isInstanceOf(SqlSyntaxException.class).hasMessage("it is nested too deeply");
    }

    @Test
    void textsThatTrinoRejectsByLengthAreNotParsed() throws SqlSyntaxException {
        String longest = "SELECT '" + "x".repeat(1_000_000 - 9) + "'";
        assertThat(ParsedSql.parse(longest).isQuery()).isTrue();
        assertThatThrownBy(() -> ParsedSql.parse(longest + " ")).isInstanceOf(SqlSyntaxException.class)
                .hasMessage("it is longer than 1,000,000 characters");
    }

    @Test
    void textsTooLargeForTheHeapAreNotParsed() throws SqlSyntaxException {
        String sql = "SELECT " + "1,".repeat(4_998) + "1";
        assertThat(ParsedSql.parse(sql, 20_000).isQuery()).isTrue();
        assertThatThrownBy(() -> ParsedSql.parse(sql, 9_000)).isInstanceOf(SqlSyntaxException.class)
                .hasMessage("it has more than 9,000 words and signs, for which the heap is too small");
        assertThat(ParseLimit.tokens(300 << 20)).isEqualTo(131_072);
        assertThat(ParseLimit.tokens(64L << 30)).isEqualTo(1_000_000);
    }

    @Test
    void changesOfUserAndRolesAreDetected() throws SqlSyntaxException {
        for (String sql : List.of("SET SESSION AUTHORIZATION bob", "RESET SESSION AUTHORIZATION", "SET ROLE ALL",
                "SET ROLE r IN c")) {
            assertThat(ParsedSql.parse(sql).changesIdentity()).as(sql).isTrue();
        }
        assertThat(ParsedSql.parse("SET SESSION c.x = 1").changesIdentity()).isFalse();
    }

    @Test
    void transactionsAreDetected() throws SqlSyntaxException {
        assertThat(ParsedSql.parse("START TRANSACTION READ ONLY").opensTransaction()).contains(true);
        assertThat(ParsedSql.parse("COMMIT").opensTransaction()).contains(false);
        assertThat(ParsedSql.parse("rollback work").opensTransaction()).contains(false);
        assertThat(ParsedSql.parse("SELECT 1").opensTransaction()).isEmpty();
    }

    /** As Trino 483 shows the views of a REST catalog. */
    @Test
    void aViewMayHaveALocation() {
        String view = "CREATE VIEW lake.y.x COMMENT 'x' SECURITY INVOKER\nWITH (\n   location = 's3://b/y/x-1'\n) AS\n"
                + "SELECT id FROM lake.y_hidden.x_history WHERE (landed_on < DATE '2026-11-24')";
        assertThat(ViewBranch.in(view)).singleElement().satisfies(branch -> assertThat(branch.table().last()).isEqualTo(
                "x_history"));
        assertThat(ParsedSql.readByView(view)).hasValueSatisfying(tables -> assertThat(tables).hasSize(1));
    }

    @Test
    void theBranchesOfAViewHaveTheirOwnPredicates() {
        List<ViewBranch> branches = ViewBranch.in(
                """
                CREATE VIEW lake.telemetry.backups COMMENT 'x' SECURITY INVOKER AS
                SELECT id, landed_on FROM lake.telemetry_hidden.backups_history WHERE landed_on < DATE '2026-11-24'
                UNION ALL
                SELECT id, landed_on FROM lake.telemetry_hidden.backups_hot FOR VERSION AS OF 7
                WHERE ("landed_on" IN (DATE '2026-11-24', DATE '2026-11-25'))
                UNION ALL
                SELECT json_value(line, 'lax $.id'), DATE '2026-11-24' FROM landing.telemetry_hidden.backups_tail_20261124
                WHERE "$path" LIKE '%!_a' ESCAPE '!' AND ("$path" NOT IN ('a', 'b')) AND json_exists(line, 'lax $') AND NOT ("$path" = 'c' AND line = '')""");
        assertThat(branches).extracting(branch -> branch.table().last()).containsExactly("backups_history",
                "backups_hot", "backups_tail_20261124");
        assertThat(branches.get(0).predicateOn("landed_on")).contains("(landed_on < DATE '2026-11-24')");
        assertThat(branches.get(1).predicateOn("landed_on"))
                .contains("(\"landed_on\" IN (DATE '2026-11-24', DATE '2026-11-25'))");
        assertThat(branches.get(2).predicateOn("$path"))
                .contains("(\"$path\" LIKE '%!_a' ESCAPE '!') AND (\"$path\" NOT IN ('a', 'b'))");
        assertThat(ViewBranch.in("CREATE VIEW a.b.c AS SELECT 1 FROM a.b.x, a.b.y")).isEmpty();
        assertThat(ViewBranch.in("CREATE VIEW a.b.c AS SELECT 1 FROM x")).isEmpty();
        assertThat(ViewBranch.in("SELECT 1")).isEmpty();
    }
}
