package dev.freshet.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecuteStatementTest {
    @Test
    void aPreparedStatementIsFoundByItsNameAsWritten() throws SqlSyntaxException {
        ParsedSql mine = ParsedSql.parse("-- so\nexecute Mine USING 1, 'a'");
        assertThat(mine.executed(Map.of("Mine", "SELECT ?, ?", "mine", "")::get)).contains("SELECT ?, ?");
        assertThat(mine.executing("SELECT 2")).isEqualTo("-- so\nexecute IMMEDIATE 'SELECT 2' USING 1, 'a'");
        ParsedSql quoted = ParsedSql.parse("EXECUTE \"my \"\"own\"\"\"");
        assertThat(quoted.executed(Map.of("my \"own\"", "SELECT 1")::get)).contains("SELECT 1");
        assertThat(quoted.executing("SELECT 2")).isEqualTo("EXECUTE IMMEDIATE 'SELECT 2'");
    }

    @Test
    void anotherTextIsExecutedInPlaceOfAPreparedOne() throws SqlSyntaxException {
        assertThat(ParsedSql.parse("EXECUTE mine USING 'it''s', 1 -- so").executing("SELECT 'x', ?, ?"))
                .isEqualTo("EXECUTE IMMEDIATE 'SELECT ''x'', ?, ?' USING 'it''s', 1 -- so");
    }

    @Test
    void preparedTextsAreAddedAndRemoved() throws SqlSyntaxException {
        Map<String, String> prepared = new HashMap<>();
        ParsedSql.parse("PREPARE mine FROM  SELECT /* a */ 1 ").updatePrepared(prepared);
        ParsedSql.parse("SELECT 2").updatePrepared(prepared);
        assertThat(prepared).containsExactly(Map.entry("mine", "SELECT /* a */ 1"));
        ParsedSql.parse("DEALLOCATE PREPARE mine").updatePrepared(prepared);
        assertThat(prepared).isEmpty();
    }

    @Test
    void anExecuteImmediateIsReplacedWithinItsLiteral() throws SqlSyntaxException {
        ParsedSql immediate = ParsedSql
                .parse("/* \ud83d\ude00 */ EXECUTE IMMEDIATE 'SELECT ''x'', ? FROM t' USING 'it''s'");
        assertThat(immediate.executed(name -> null)).contains("SELECT 'x', ? FROM t");
        assertThat(immediate.executing("SELECT 'y', ? FROM u")).isEqualTo(
                "/* \ud83d\ude00 */ EXECUTE IMMEDIATE 'SELECT ''y'', ? FROM u' USING 'it''s'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  U&'SELECT 1'                          | SELECT 1
                                                                  u&'SELECT ''\\0061\\+01F600\\\\'''    | SELECT 'a\uD83D\uDE00\\'
                                                                  U&'!0053ELECT !!' UESCAPE '!'         | SELECT !
                                                                  U&'SELECT $0027x$0027' uescape '$'    | SELECT 'x'
                                                                  """)
    void escapesInAnExecutedTextAreDecoded(String literal, String sql) throws SqlSyntaxException {
        ParsedSql immediate = ParsedSql.parse("EXECUTE IMMEDIATE " + literal + " USING 1");
        assertThat(immediate.executed(name -> null)).contains(sql);
        assertThat(immediate.executing("SELECT 'y'")).isEqualTo("EXECUTE IMMEDIATE 'SELECT ''y''' USING 1");
    }

    @Test
    void anExplainedExecuteIsReplacedWithinTheExplain() throws SqlSyntaxException {
        ParsedSql explained = ParsedSql.parse("EXPLAIN (TYPE IO) EXECUTE mine USING 1");
        assertThat(explained.executed(Map.of("mine", "SELECT ?")::get)).contains("SELECT ?");
        assertThat(explained.executing("SELECT 2")).isEqualTo("EXPLAIN (TYPE IO) EXECUTE IMMEDIATE 'SELECT 2' USING 1");
        assertThat(ParsedSql.parse("EXPLAIN ANALYZE EXECUTE IMMEDIATE 'SELECT 1'").executing("SELECT 2"))
                .isEqualTo("EXPLAIN ANALYZE EXECUTE IMMEDIATE 'SELECT 2'");
    }

    @Test
    void otherStatementsExecuteNothing() throws SqlSyntaxException {
        for (String sql : new String[]{"SELECT 1", "PREPARE mine FROM SELECT 1", "EXPLAIN SELECT 1",
                "EXECUTE IMMEDIATE U&'SELECT \\00'", "EXECUTE IMMEDIATE U&'SELECT \\D83D'",
                "EXECUTE IMMEDIATE U&'SELECT +0031' UESCAPE '+'"}) {
            assertThat(ParsedSql.parse(sql).isExecute()).as(sql).isFalse();
            assertThat(ParsedSql.parse(sql).executed(Map.of("mine", "SELECT 1")::get)).as(sql).isEmpty();
        }
    }
}
