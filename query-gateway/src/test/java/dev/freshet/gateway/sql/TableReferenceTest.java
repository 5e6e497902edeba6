package dev.freshet.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableReferenceTest {
    private static String rewritten(String sql) throws SqlSyntaxException {
        List<Edit> edits = ParsedSql.parse(sql).references().stream().filter(r -> r.name().last().equals("backups"))
                .flatMap(r -> r.replaceWith(new Source(QualifiedName.of("c", "s", "backups_t1"), Optional.empty()))
                        .stream())
                .distinct().toList();
        return Edit.apply(sql, edits).replace("\"c\".\"s\".\"backups_t1\"", "<T1>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            SELECT * FROM backups                                | SELECT * FROM <T1> AS backups
                                            SELECT backups.id FROM s.backups WHERE x             | SELECT backups.id FROM <T1> AS backups WHERE x
                                            SELECT * FROM c.s.Backups                            | SELECT * FROM <T1> AS Backups
                                            SELECT * FROM c."s"."Backups"                        | SELECT * FROM <T1> AS "Backups"
                                            SELECT * FROM backups b                              | SELECT * FROM <T1> b
                                            SELECT * FROM backups AS b (x, y)                    | SELECT * FROM <T1> AS b (x, y)
                                            SELECT * FROM backups,other                          | SELECT * FROM <T1> AS backups,other
                                            SELECT * FROM backups a JOIN backups b USING (id)    | SELECT * FROM <T1> a JOIN <T1> b USING (id)
                                            SELECT * FROM (backups)                              | SELECT * FROM (<T1> AS backups)
                                            SELECT * FROM backups TABLESAMPLE SYSTEM (5)         | SELECT * FROM <T1> AS backups TABLESAMPLE SYSTEM (5)
                                            TABLE backups                                        | SELECT * FROM <T1> AS backups
                                            TABLE /* all */ backups ORDER BY backups.id          | SELECT * FROM /* all */ <T1> AS backups ORDER BY backups.id
                                            SELECT * FROM TABLE(f(TABLE(backups)))               | SELECT * FROM TABLE(f(TABLE(<T1>) AS backups))
                                            SHOW STATS FOR s.backups                             | SHOW STATS FOR <T1>
                                            SHOW STATS FOR (SELECT backups.id FROM backups)      | SHOW STATS FOR (SELECT backups.id FROM <T1> AS backups)
                                            SELECT * FROM TABLE(f(TABLE(backups) b))             | SELECT * FROM TABLE(f(TABLE(<T1>) b))
                                            """)
    void aReferenceStaysUsable(String sql, String expected) throws SqlSyntaxException {
        assertThat(rewritten(sql)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            SELECT s.backups.id FROM s.backups                   | SELECT s.T1.id FROM s.T1
                                            SELECT "S".Backups.* FROM c.s."backups"              | SELECT "S".T1.* FROM c.s.T1
                                            SELECT c.s.backups.r.x, s.backups.id FROM c.s.backups | SELECT c.s.T1.r.x, s.T1.id FROM c.s.T1
                                            SELECT 1 FROM s.backups GROUP BY s.backups.id HAVING grouping(s.backups.id) = 0 | SELECT 1 FROM s.T1 GROUP BY s.T1.id HAVING grouping(s.T1.id) = 0
                                            SELECT s.backups.id FROM s.backups WHERE s.backups.id IN (SELECT s.backups.id FROM s.backups) | SELECT s.T1.id FROM s.T1 WHERE s.T1.id IN (SELECT s.T1.id FROM s.T1)
                                            SELECT s.backups.id FROM s.backups, s.backups AS b   | SELECT s.T1.id FROM s.T1, <T1> AS b
                                            SELECT s.backups.id, s.o.id FROM s.backups TABLESAMPLE SYSTEM (5), s.o | SELECT s.T1.id, s.o.id FROM s.T1 TABLESAMPLE SYSTEM (5), s.o
                                            """)
    void qualifiedColumnsChangeWithTheirTable(String sql, String expected) throws SqlSyntaxException {
        assertThat(rewritten(sql).replace("\"backups_t1\"", "T1")).isEqualTo(expected);
    }

    @Test
    void anAliasIsInsertedBeforeMatchRecognize() throws SqlSyntaxException {
        assertThat(rewritten("SELECT * FROM backups MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS true) m"))
                .isEqualTo("SELECT * FROM <T1> AS backups MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS true) m");
    }

    @Test
    void allOtherBytesStayTheSame() throws SqlSyntaxException {
        assertThat(rewritten(
                "/* ü \uD83D\uDE00 */ SELECT\t'\uD83D\uDE00' AS \"\uD83D\uDE00\"\r\n\n FROM  backups  -- backups \uD83D\uDE00"))
                .isEqualTo(
                        "/* ü \uD83D\uDE00 */ SELECT\t'\uD83D\uDE00' AS \"\uD83D\uDE00\"\r\n\n FROM  <T1> AS backups  -- backups \uD83D\uDE00");
    }

    @Test
    void commentsBesideTheNameStayAndCommentsInsideItGo() throws SqlSyntaxException {
        assertThat(rewritten("SELECT * FROM /* a */ s . /* b */ backups /* c */ b"))
                .isEqualTo("SELECT * FROM /* a */ <T1> /* c */ b");
    }
}
