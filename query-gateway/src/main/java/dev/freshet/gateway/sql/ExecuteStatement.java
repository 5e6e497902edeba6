package dev.freshet.gateway.sql;

import dev.freshet.core.Names;
import io.trino.grammar.sql.SqlBaseParser.BasicStringLiteralContext;
import io.trino.grammar.sql.SqlBaseParser.ExecuteContext;
import io.trino.grammar.sql.SqlBaseParser.ExecuteImmediateContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An {@code EXECUTE}. The SQL that reads data is the executed text, not the statement itself. */
sealed interface ExecuteStatement {
    /** @param prepared SQL of prepared statements, by name */
    Optional<String> executed(Map<String, String> prepared);

    /** The whole statement, changed to execute another text with the same parameters. */
    String executing(String other, String statement);

    /**
     * {@code EXECUTE name USING ...}. Another text is run by {@code EXECUTE IMMEDIATE}, so that the prepared one stays
     * unchanged.
     */
    record OfPrepared(String name, int start, int end) implements ExecuteStatement {
        @Override
        public Optional<String> executed(Map<String, String> prepared) {
            return Optional.ofNullable(prepared.get(name));
        }

        @Override
        public String executing(String other, String statement) {
            return Edit.apply(statement, List.of(new Edit(start, end, "IMMEDIATE " + Names.literal(other))));
        }
    }

    /** {@code EXECUTE IMMEDIATE 'sql' USING ...}. */
    record Immediate(String sql, int start, int end) implements ExecuteStatement {
        @Override
        public Optional<String> executed(Map<String, String> prepared) {
            return Optional.of(sql);
        }

        @Override
        public String executing(String other, String statement) {
            return Edit.apply(statement, List.of(new Edit(start, end, Names.literal(other))));
        }
    }

    static Optional<ExecuteStatement> in(StatementContext statement, Positions positions) {
        if (statement instanceof ExecuteContext execute) {
            return Optional.of(new OfPrepared(Identifiers.value(execute.identifier()),
                    positions.start(execute.identifier()), positions.end(execute.identifier())));
        }
        if (statement instanceof ExecuteImmediateContext immediate
                && immediate.string() instanceof BasicStringLiteralContext literal) {
            String text = positions.text(literal);
            return Optional.of(new Immediate(text.substring(1, text.length() - 1).replace("''", "'"),
                    positions.start(literal), positions.end(literal)));
        }
        return Optional.empty();
    }
}
