package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseParser.DeallocateContext;
import io.trino.grammar.sql.SqlBaseParser.PrepareContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import java.util.Optional;

/**
 * A {@code PREPARE}, or a {@code DEALLOCATE PREPARE}.
 *
 * @param text SQL of the prepared statement; empty for {@code DEALLOCATE PREPARE}
 */
public record Preparation(String name, Optional<String> text) {
    static Optional<Preparation> in(StatementContext statement, Positions positions) {
        if (statement instanceof PrepareContext prepare) {
            return Optional.of(new Preparation(Identifiers.value(prepare.identifier()),
                    Optional.of(positions.text(prepare.statement()))));
        }
        return statement instanceof DeallocateContext deallocate
                ? Optional.of(new Preparation(Identifiers.value(deallocate.identifier()), Optional.empty()))
                : Optional.empty();
    }
}
