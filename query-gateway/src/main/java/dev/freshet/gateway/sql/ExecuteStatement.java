package dev.freshet.gateway.sql;

import dev.freshet.core.Names;
import io.trino.grammar.sql.SqlBaseParser.ExecuteContext;
import io.trino.grammar.sql.SqlBaseParser.ExecuteImmediateContext;
import io.trino.grammar.sql.SqlBaseParser.ExplainAnalyzeContext;
import io.trino.grammar.sql.SqlBaseParser.ExplainContext;
import io.trino.grammar.sql.SqlBaseParser.ExpressionContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An {@code EXECUTE}, or an {@code EXPLAIN} of one. The SQL that reads data is the executed text, not the statement
 * itself.
 */
sealed interface ExecuteStatement {
    /** @param prepared the SQL of a prepared statement by its name, or null */
    Optional<String> executed(UnaryOperator<String> prepared);

    /** The values of the parameters, in their order. */
    List<Value> parameters();

    /** The whole statement, changed to execute another text with the same parameters. */
    String executing(String other, String statement);

    /**
     * {@code EXECUTE name USING ...}. Another text is run by {@code EXECUTE IMMEDIATE}, so that the prepared one stays
     * unchanged.
     */
    record OfPrepared(String name, int start, int end, List<Value> parameters) implements ExecuteStatement {
        @Override
        public Optional<String> executed(UnaryOperator<String> prepared) {
            return Optional.ofNullable(prepared.apply(name));
        }

        @Override
        public String executing(String other, String statement) {
            return Edit.apply(statement, List.of(new Edit(start, end, "IMMEDIATE " + Names.literal(other))));
        }
    }

    /** {@code EXECUTE IMMEDIATE 'sql' USING ...}. */
    record Immediate(String sql, int start, int end, List<Value> parameters) implements ExecuteStatement {
        @Override
        public Optional<String> executed(UnaryOperator<String> prepared) {
            return Optional.of(sql);
        }

        @Override
        public String executing(String other, String statement) {
            return Edit.apply(statement, List.of(new Edit(start, end, Names.literal(other))));
        }
    }

    static Optional<ExecuteStatement> in(StatementContext statement, Positions positions) {
        if (statement instanceof ExplainContext explain) {
            return in(explain.statement(), positions);
        }
        if (statement instanceof ExplainAnalyzeContext explain) {
            return in(explain.statement(), positions);
        }
        if (statement instanceof ExecuteContext execute) {
            return Optional.of(new OfPrepared(Identifiers.value(execute.identifier()),
                    positions.start(execute.identifier()), positions.end(execute.identifier()),
                    values(execute.expression())));
        }
        if (statement instanceof ExecuteImmediateContext immediate) {
            return StringLiterals.value(immediate.string(), positions).map(sql -> new Immediate(sql,
                    positions.start(immediate.string()), positions.end(immediate.string()),
                    values(immediate.expression())));
        }
        return Optional.empty();
    }

    private static List<Value> values(List<ExpressionContext> expressions) {
        return expressions.stream().map(UpperBounds::value).toList();
    }
}
