package dev.freshet.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.gateway.sql.Execution.Immediate;
import dev.freshet.gateway.sql.Execution.OfPrepared;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionTest {
    private static Optional<Execution> of(String sql) throws SqlSyntaxException {
        return ParsedSql.parse(sql).execution();
    }

    @Test
    void aPreparedStatementIsFoundByItsNameAsWritten() throws SqlSyntaxException {
        assertThat(of("-- so\nexecute Mine USING 1, 'a'")).contains(new OfPrepared("Mine", 14, 18));
        assertThat(of("EXECUTE \"my \"\"own\"\"\"")).contains(new OfPrepared("my \"own\"", 8, 20));
    }

    @Test
    void anotherTextIsExecutedInPlaceOfAPreparedOne() throws SqlSyntaxException {
        String posted = "EXECUTE mine USING 'it''s', 1 -- so";
        assertThat(of(posted).orElseThrow().executing("SELECT 'x', ?, ?", posted))
                .isEqualTo("EXECUTE IMMEDIATE 'SELECT ''x'', ?, ?' USING 'it''s', 1 -- so");
    }

    @Test
    void aPrepareStatementHasANameAndAText() throws SqlSyntaxException {
        assertThat(ParsedSql.parse("PREPARE mine FROM  SELECT /* a */ 1 ").preparation())
                .contains(new Preparation("mine", Optional.of("SELECT /* a */ 1")));
        assertThat(ParsedSql.parse("DEALLOCATE PREPARE mine").preparation())
                .contains(new Preparation("mine", Optional.empty()));
    }

    @Test
    void anExecuteImmediateIsReplacedWithinItsLiteral() throws SqlSyntaxException {
        String posted = "/* \ud83d\ude00 */ EXECUTE IMMEDIATE 'SELECT ''x'', ? FROM t' USING 'it''s'";
        Immediate immediate = (Immediate) of(posted).orElseThrow();
        assertThat(immediate.sql()).isEqualTo("SELECT 'x', ? FROM t");
        assertThat(immediate.executing("SELECT 'y', ? FROM u", posted)).isEqualTo(
                "/* \ud83d\ude00 */ EXECUTE IMMEDIATE 'SELECT ''y'', ? FROM u' USING 'it''s'");
    }

    @Test
    void otherStatementsAreNotExecutions() throws SqlSyntaxException {
        assertThat(of("SELECT 1")).isEmpty();
        assertThat(of("PREPARE mine FROM SELECT 1")).isEmpty();
        assertThat(of("EXECUTE IMMEDIATE U&'SELECT 1'")).isEmpty();
    }
}
