package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.ParsedSql;
import dev.freshet.gateway.sql.QualifiedName;
import dev.freshet.gateway.sql.Source;
import dev.freshet.gateway.sql.SqlSyntaxException;
import dev.freshet.gateway.sql.TableReference;
import dev.freshet.gateway.sql.Value;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a statement is handled: parse, route, rewrite, delegate. The first three are here; {@link StatementProxy} then
 * sends the text through trino-jdbc, and {@link dev.freshet.gateway.http.HttpGateway} to the coordinator. SQL that the
 * gateway does not understand stays unchanged and reads the live view: an answer may be fresher than requested. It is
 * staler only if the tail of the live view has ended, and then the caller is warned.
 */
record Gateway(RepeatedPlans plans, Datasets datasets, InstantSource clock) {
    /** "Invalid parameter value". */
    static final String INVALID_VALUE = "22023";

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    /** Gives the requirement of a statement with this hint; empty if the dataset's default applies. */
    private interface RequirementByHint {
        Optional<Requirement> of(Optional<Freshness> hint);
    }

    /**
     * @param connection the freshness set on the connection, if any
     * @throws SQLException if a hint is invalid, or if a freshness other than live is requested and the look-up of a
     *         name fails
     */
    Plan plan(String sql, Optional<Freshness> connection, Session session) throws SQLException {
        return plans.of(sql).next(this, connection, session, List::of);
    }

    /** The same without regard to earlier plans. */
    Plan planAnew(RepeatedPlan statement, Optional<Freshness> connection, Session session) throws SQLException {
        return plan(statement, hint -> Requirement.requested(hint, connection), session);
    }

    /**
     * Plans the same statement from T-1, after it failed through the live view.
     *
     * @param failure Trino's error message
     */
    Plan planWithoutLive(String sql, String failure, Session session) throws SQLException {
        return plan(plans.of(sql), hint -> Optional.of(Requirement.withoutLive(failure)), session);
    }

    private Plan plan(RepeatedPlan statement, RequirementByHint requirement, Session session) throws SQLException {
        ParsedSql parsed;
        try {
            parsed = statement.parsed();
            if (parsed.isExecute()) {
                return planExecute(parsed, requirement, session);
            }
        } catch (SqlSyntaxException e) {
            log.debug("Unchanged, is not parsed: {}: {}", e.getMessage(), statement.sql());
            return unknown(Plan.unparsed(statement.sql(), e.getMessage()), requirement.of(Optional.empty()));
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), INVALID_VALUE, e);
        }
        return plan(Resolved.of(parsed, parsed.explains(), requirement.of(parsed.hint()), session), Plan.NONE);
    }

    /**
     * What the text, the requested freshness and the session decide of a plan, before anything is looked up.
     *
     * @param tables the references to each table
     * @param usesParameters whether the values of parameters can bound what is read
     */
    record Resolved(ParsedSql parsed, boolean explains, Optional<Requirement> requested,
            Map<QualifiedName, List<TableReference>> tables, boolean usesParameters) {
        private static Resolved of(ParsedSql parsed, boolean explains, Optional<Requirement> requested,
                Session session) {
            Map<QualifiedName, List<TableReference>> tables = new LinkedHashMap<>();
            for (TableReference reference : parsed.references()) {
                reference.name().resolve(session.catalog(), session.schema())
                        .ifPresent(name -> tables.computeIfAbsent(name, n -> new ArrayList<>()).add(reference));
            }
            return new Resolved(parsed, explains, requested, tables,
                    parsed.references().stream().anyMatch(reference -> reference.parameters().isPresent()));
        }

        /** @param values of the parameters, in their order; those that are missing are not known */
        Resolved given(Supplier<List<Value>> values) {
            if (!usesParameters) {
                return this;
            }
            List<Value> known = values.get();
            Map<QualifiedName, List<TableReference>> given = new LinkedHashMap<>();
            tables.forEach((name, references) -> given.put(name,
                    references.stream().map(reference -> reference.given(known)).toList()));
            return new Resolved(parsed, explains, requested, given, true);
        }
    }

    /** Empty if the gateway cannot parse the statement, or it executes another one. {@link #planAnew} plans both. */
    Optional<Resolved> resolve(RepeatedPlan statement, Optional<Freshness> connection, Session session) {
        try {
            ParsedSql parsed = statement.parsed();
            return parsed.isExecute() ? Optional.empty()
                    : Optional.of(Resolved.of(parsed, parsed.explains(),
                            Requirement.requested(parsed.hint(), connection), session));
        } catch (SqlSyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Plans the statement that an {@code EXECUTE} executes. */
    private Plan planExecute(ParsedSql parsed, RequirementByHint requirement, Session session)
            throws SQLException, SqlSyntaxException {
        Optional<String> text = parsed.executed(session.prepared());
        if (text.isEmpty()) {
            return unknown(new Plan(parsed.text(), List.of(),
                    List.of("The SQL goes to Trino unchanged, as the gateway does not know the prepared statement"),
                    Optional.of(parsed)), requirement.of(parsed.hint()));
        }
        ParsedSql executed = plans.of(text.get()).parsed();
        boolean explains = parsed.explains() || executed.explains();
        Plan plan = plan(Resolved.of(executed, explains, requirement.of(executed.hint().or(parsed::hint)), session)
                .given(parsed::parameters), Plan.NONE);
        return explains ? plan : plan.sending(plan.sql().equals(text.get()) ? parsed.text()
                : parsed.executing(plan.sql()));
    }

    /** @param plan of a statement that the gateway does not understand; it reads the live views */
    private static Plan unknown(Plan plan, Optional<Requirement> requested) throws SQLException {
        if (isConsistent(requested)) {
            throw OneAge.refusal(plan.notes().get(0));
        }
        return plan;
    }

    /**
     * Routes a statement by what is published now.
     *
     * @param before an earlier plan of the same, or {@link Plan#NONE}. If it reads the same views, its text is used.
     */
    Plan plan(Resolved resolved, Plan before) throws SQLException {
        List<String> notes = new ArrayList<>();
        Map<QualifiedName, List<TableReference>> tables = resolved.tables;
        Map<QualifiedName, Found> found = find(resolved, notes);
        // Look-ups take time, so staleness is measured from here.
        Router router = new Router(clock.instant());
        Optional<OneAge> oneAge = isConsistent(resolved.requested) ? OneAge.of(found, tables) : Optional.empty();
        Map<QualifiedName, Route> routes = route(router, tables, found, resolved.requested, oneAge);
        List<Route> all = new ArrayList<>(routes.values());
        found.forEach((name, is) -> is.inner().forEach(inner -> all.add(router.inside(name, inner))));
        if (resolved.explains) {
            List<Explanation.Answer> answers = new ArrayList<>();
            routes.forEach((name, route) -> answers.add(
                    explained(router, name, found.get(name).dataset().orElseThrow(), route, List.of(View.values()))));
            found.forEach((name, is) -> is.inner().forEach(inner -> answers.add(explained(router, inner.name(),
                    inner.dataset(), router.inside(name, inner), List.of(inner.view())))));
            String explanation = Explanation.of(answers, rewrite(resolved.parsed, tables, routes, oneAge));
            return new Plan(explanation, List.of(), notes, parsed(explanation));
        }
        String sql = oneAge.isEmpty() && before.readsTheSame(all) ? before.sql()
                : rewrite(resolved.parsed, tables, routes, oneAge);
        Plan plan = new Plan(sql, all, notes, Optional.of(resolved.parsed));
        log.debug("{} {}", plan.routes(), plan.sql());
        return plan;
    }

    /** Looks up all tables at the same time. */
    private Map<QualifiedName, Found> find(Resolved resolved, List<String> notes) throws SQLException {
        Map<QualifiedName, Found> found = new LinkedHashMap<>();
        if (resolved.tables.size() == 1) {
            QualifiedName name = resolved.tables.keySet().iterator().next();
            boolean needsTailAlone = needsTailAlone(resolved, name);
            found.put(name, found(name, () -> needsTailAlone ? findForLive(name) : datasets.find(name),
                    resolved.requested, notes));
            return found;
        }
        Map<QualifiedName, Pending<Found>> begun = new LinkedHashMap<>();
        resolved.tables.keySet().forEach(name -> begun.put(name,
                needsTailAlone(resolved, name) ? datasets.beginForLive(name) : datasets.begin(name)));
        try {
            for (Map.Entry<QualifiedName, Pending<Found>> each : begun.entrySet()) {
                QualifiedName name = each.getKey();
                Pending<Found> pending = each.getValue();
                found.put(name, found(name, () -> needsTailAlone(resolved, name) ? asNewAsItsWarning(name,
                        pending.get()) : pending.get(), resolved.requested, notes));
            }
        } finally {
            begun.values().forEach(Pending::abandon);
        }
        return found;
    }

    /** Only predicates can route a live request to T-1. Without any, an older look-up is enough. */
    private static boolean needsTailAlone(Resolved resolved, QualifiedName name) {
        return isLive(resolved.requested) && !resolved.explains
                && !resolved.tables.get(name).stream().allMatch(TableReference::isBounded);
    }

    /** @param views those that may be read, by another freshness */
    private Explanation.Answer explained(Router router, QualifiedName name, Dataset dataset, Route route,
            List<View> views) {
        Map<View, Instant> asOf = new EnumMap<>(View.class);
        views.forEach(view -> dataset.dataAsOf(view, router.sentAt()).ifPresent(at -> asOf.put(view, at)));
        return new Explanation.Answer(route, dataset.raw(), asOf, datasets.sizes(name));
    }

    private static Optional<ParsedSql> parsed(String explanation) {
        try {
            return Optional.of(ParsedSql.parse(explanation));
        } catch (SqlSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Map<QualifiedName, Route> route(Router router, Map<QualifiedName, List<TableReference>> tables,
            Map<QualifiedName, Found> found, Optional<Requirement> requested, Optional<OneAge> oneAge) {
        Map<QualifiedName, Route> routes = new LinkedHashMap<>();
        found.forEach((name, is) -> is.dataset().ifPresent(dataset -> {
            Requirement requirement = requested.orElseGet(() -> Requirement.defaultOf(dataset.publication()));
            routes.put(name, oneAge.isPresent() ? oneAge.get().route(name, requirement)
                    : router.route(name, dataset, requirement, tables.get(name)));
        }));
        return routes;
    }

    private static Found found(QualifiedName name, Pending.Work<Found> lookUp, Optional<Requirement> requested,
            List<String> notes) throws SQLException {
        try {
            Found found = lookUp.result();
            found.unknown().stream().min(Comparator.comparing(QualifiedName::toString)).ifPresent(
                    unknown -> notes.add(
                            "Cannot tell how fresh the answer is: the view %s reads %s%s, which the gateway cannot see"
                                    .formatted(name, unknown, found.unknown().size() == 1 ? "" : " and others")));
            return found;
        } catch (SQLException e) {
            if (requested.isPresent() && !isLive(requested)) {
                throw new SQLException("Cannot tell whether %s is a dataset: %s (%s; live needs no look-up)"
                        .formatted(name, e.getMessage(), requested.get().source()), e.getSQLState(), e.getErrorCode(),
                        e);
            }
            // The unchanged name reads live. A plain table that the user may read but not describe must stay readable.
            notes.add("Cannot tell whether %s is a dataset, so it is read as it is: %s".formatted(name,
                    e.getMessage()));
            return Found.NOTHING;
        }
    }

    private Found findForLive(QualifiedName name) throws SQLException {
        return asNewAsItsWarning(name, datasets.findForLive(name));
    }

    /** Looks up the tail again before warning that it ends, because a run may have extended it. */
    private Found asNewAsItsWarning(QualifiedName name, Found found) throws SQLException {
        return found.datasets().anyMatch(dataset -> dataset.tailEnd().isNear(clock.instant())) ? datasets.find(name)
                : found;
    }

    private static boolean isConsistent(Optional<Requirement> requested) {
        return requested.filter(Requirement::isConsistent).isPresent();
    }

    private static boolean isLive(Optional<Requirement> requested) {
        return requested.filter(Requirement::isLive).isPresent();
    }

    private static String rewrite(ParsedSql parsed, Map<QualifiedName, List<TableReference>> tables,
            Map<QualifiedName, Route> routes, Optional<OneAge> oneAge) {
        Map<TableReference, Source> replacements = new LinkedHashMap<>();
        routes.forEach((name, route) -> {
            if (route.view() != View.LIVE) {
                Source source = new Source(route.view().of(name), oneAge.map(age -> age.predicate(name)));
                tables.get(name).forEach(reference -> replacements.put(reference, source));
            }
        });
        return parsed.replacing(replacements);
    }
}
