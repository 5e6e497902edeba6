package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.gateway.sql.ParsedSql;
import dev.freshet.gateway.sql.SqlSyntaxException;
import org.junit.jupiter.api.Test;

class ParsedStatementsTest {
    private final ParsedStatements statements = new ParsedStatements();

    @Test
    void theSameTextIsParsedOnce() throws SqlSyntaxException {
        assertThat(statements.parse("SELECT 1")).isSameAs(statements.parse(new String("SELECT 1")));
        assertThat(statements.parse("SELECT 1 ")).isNotSameAs(statements.parse("SELECT 1"));
    }

    @Test
    void textsNotSentForLongAreEvicted() throws SqlSyntaxException {
        ParsedSql first = statements.parse("SELECT 0");
        for (int i = 1; i <= ParsedStatements.AT_MOST; i++) {
            statements.parse("SELECT " + i);
            assertThat(statements.parse("SELECT 0")).isSameAs(first);
        }
        assertThat(statements.size()).isEqualTo(ParsedStatements.AT_MOST);
    }

    @Test
    void aLongTextIsNotCached() throws SqlSyntaxException {
        statements.parse("SELECT '" + "x".repeat(ParsedStatements.LONGEST) + "'");
        assertThat(statements.size()).isZero();
    }

    @Test
    void invalidSqlFailsEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> statements.parse("SELEC 1")).isInstanceOf(SqlSyntaxException.class);
        }
    }
}
