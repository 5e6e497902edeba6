package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import dev.freshet.gateway.Gateway.Resolved;
import dev.freshet.gateway.sql.ParsedSql;
import dev.freshet.gateway.sql.SqlSyntaxException;
import dev.freshet.gateway.sql.Value;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The plans of one statement that is executed many times, also by several threads. The text is parsed once. While the
 * settings, the session and the views that it reads stay the same, its names are resolved once and it is rewritten
 * once. Each execution chooses its route again, because parameters, views and the time may have changed.
 */
final class RepeatedPlan {
    private final String sql;
    /** Or null. */
    private volatile ParsedSql parsed;
    /** Or null. */
    private volatile Last last;

    /**
     * The last execution.
     *
     * @param resolved what the first three decide
     */
    private record Last(Optional<Freshness> freshness, String catalog, String schema, Resolved resolved, Plan plan) {
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

    /**
     * @throws SqlSyntaxException as {@link ParsedSql#parse} does
     * @throws IllegalArgumentException as {@link ParsedSql#parse} does
     */
    ParsedSql parsed() throws SqlSyntaxException {
        ParsedSql known = parsed;
        if (known == null) {
            known = ParsedSql.parse(sql);
            parsed = known;
        }
        return known;
    }

    /** @param parameters the values of this execution; those that are missing are not known */
    Plan next(Gateway gateway, Optional<Freshness> freshness, Session session, Supplier<List<Value>> parameters)
            throws SQLException {
        Last before = last;
        if (before == null || !before.isOf(freshness, session)) {
            Optional<Resolved> resolved = gateway.resolve(this, freshness, session);
            if (resolved.isEmpty()) {
                return gateway.planAnew(this, freshness, session);
            }
            before = new Last(freshness, session.catalog(), session.schema(), resolved.get(), Plan.NONE);
        }
        Plan plan = gateway.plan(before.resolved.given(parameters), before.plan);
        last = new Last(before.freshness, before.catalog, before.schema, before.resolved, plan);
        return plan;
    }
}
