package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseParser.BasicStringLiteralContext;
import io.trino.grammar.sql.SqlBaseParser.ExecuteContext;
import io.trino.grammar.sql.SqlBaseParser.ExecuteImmediateContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import java.util.List;
import java.util.Optional;

/** An {@code EXECUTE}: the SQL that reads data is not the statement itself. */
public sealed interface Execution {

    /** {@code EXECUTE name USING ...}: the client says with each request what it has prepared under that name. */
    record OfPrepared(String name) implements Execution {}

    /** {@code EXECUTE IMMEDIATE 'sql' USING ...}. */
    record Immediate(String sql, int start, int end) implements Execution {

        /** @return the whole statement as it was posted, but for executing another text */
        public String executing(String text, String posted) {
            return text.equals(sql) ? posted
                    : Edit.apply(posted, List.of(new Edit(start, end, "'" + text.replace("'", "''") + "'")));
        }
    }

    static Optional<Execution> in(StatementContext statement, Positions positions) {
        if (statement instanceof ExecuteContext execute) {
            return Optional.of(new OfPrepared(Identifiers.value(execute.identifier())));
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
