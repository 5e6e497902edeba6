package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseParser.DeallocateContext;
import io.trino.grammar.sql.SqlBaseParser.PrepareContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code PREPARE}, or a {@code DEALLOCATE PREPARE}.
 *
 * @param prepared SQL of the prepared statement; empty for {@code DEALLOCATE PREPARE}
 */
record PrepareStatement(String name, Optional<String> prepared) {
    static Optional<PrepareStatement> in(StatementContext statement, Positions positions) {
        if (statement instanceof PrepareContext prepare) {
            return Optional.of(new PrepareStatement(Identifiers.value(prepare.identifier()),
                    Optional.of(positions.text(prepare.statement()))));
        }
        return statement instanceof DeallocateContext deallocate
                ? Optional.of(new PrepareStatement(Identifiers.value(deallocate.identifier()), Optional.empty()))
                : Optional.empty();
    }

    void update(Map<String, String> statements) {
        prepared.ifPresentOrElse(sql -> statements.put(name, sql), () -> statements.remove(name));
    }
}
