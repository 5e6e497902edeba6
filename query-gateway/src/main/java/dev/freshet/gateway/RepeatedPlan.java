package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import dev.freshet.gateway.Gateway.Resolved;
import dev.freshet.gateway.sql.Value;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The plans of one statement that is executed many times. The text is parsed, its names are resolved, and it is
 * rewritten once, as long as the settings and the session stay the same and the same views are read. Each execution is
 * routed anew, by its parameters, by what is published then, and by the clock.
 */
final class RepeatedPlan {
    private final String sql;
    private Basis basis;
    private Plan last = Plan.NONE;

    /** @param resolved empty if each execution must be planned from the text */
    private record Basis(Optional<Freshness> freshness, String catalog, String schema, Optional<Resolved> resolved) {
        boolean isOf(Optional<Freshness> other, Session session) {
            return freshness.equals(other) && Objects.equals(catalog, session.catalog())
                    && Objects.equals(schema, session.schema());
        }
    }

    RepeatedPlan(String sql) {
        this.sql = sql;
    }

    /** The statement as the caller wrote it. */
    String sql() {
        return sql;
    }

    /** @param parameters the values of this execution; those that are missing are not known */
    Plan next(Gateway gateway, Optional<Freshness> freshness, Session session, Supplier<List<Value>> parameters)
            throws SQLException {
        if (basis == null || !basis.isOf(freshness, session)) {
            basis = new Basis(freshness, session.catalog(), session.schema(),
                    gateway.resolve(sql, freshness, session));
            last = Plan.NONE;
        }
        last = basis.resolved.isPresent() ? gateway.plan(basis.resolved.get().given(parameters), last)
                : gateway.plan(sql, freshness, session);
        return last;
    }
}
