package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import dev.freshet.core.sql.Names;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.Edit;
import dev.freshet.gateway.sql.ParsedSql;
import dev.freshet.gateway.sql.ParsedStatements;
import dev.freshet.gateway.sql.QualifiedName;
import dev.freshet.gateway.sql.SqlSyntaxException;
import dev.freshet.gateway.sql.TableReference;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a statement: parse, route, rewrite, delegate. The first three are here; {@link StatementProxy} then gives
 * the text to trino-jdbc, and {@link dev.freshet.gateway.http.HttpGateway} to whom it stands for. Whatever is not
 * understood keeps its text, which reads the live view: an answer may be fresher than asked, never staler.
 */
public record Gateway(ParsedStatements statements, Datasets datasets, InstantSource clock) {
    /** "Invalid parameter value". */
    public static final String INVALID_VALUE = "22023";

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    /** What may concern the gateway even on a connection that asks for live: a hint, a transaction. */
    private static final Pattern WORTH_PARSING = Pattern.compile("/\\*\\+|\\b(?:START|COMMIT|ROLLBACK)\\b",
            Pattern.CASE_INSENSITIVE);

    /**
     * @param connection the freshness that the connection asks for, if it does
     * @param catalog the connection's current catalog, or null
     * @param schema the connection's current schema, or null
     * @throws SQLException if a hint is not valid, or if a freshness is asked for and Trino does not tell what a name
     *         is
     */
    public Plan plan(String sql, Optional<Freshness> connection, String catalog, String schema) throws SQLException {
        if (connection.equals(Optional.of(Freshness.LIVE)) && !WORTH_PARSING.matcher(sql).find()) {
            return new Plan(sql, List.of(), List.of(), Optional.empty());
        }
        ParsedSql parsed;
        try {
            parsed = statements.parse(sql);
        } catch (SqlSyntaxException e) {
            log.debug("Untouched, does not parse: {}: {}", e.getMessage(), sql);
            return Plan.untouched(sql, "The SQL goes to Trino untouched, for the gateway cannot parse it: "
                    + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), INVALID_VALUE, e);
        }
        Optional<Requirement> asked = Requirement.asked(parsed.hint(), connection);
        List<String> notes = new ArrayList<>();
        Map<QualifiedName, List<TableReference>> tables = asked.map(Requirement::freshness)
                .filter(Freshness.LIVE::equals).isPresent() && !parsed.explains() ? Map.of()
                        : tables(parsed, catalog, schema);
        Map<QualifiedName, Route> routes = route(tables, asked, notes);
        if (parsed.explains()) {
            return new Plan(Explanation.of(routes.values(), rewrite(parsed, tables, routes)), List.of(), notes,
                    Optional.empty());
        }
        Plan plan = new Plan(rewrite(parsed, tables, routes), List.copyOf(routes.values()), notes,
                parsed.opensTransaction());
        log.debug("{} {}", plan.routes(), plan.sql());
        return plan;
    }

    private static Map<QualifiedName, List<TableReference>> tables(ParsedSql parsed, String catalog, String schema) {
        Map<QualifiedName, List<TableReference>> tables = new LinkedHashMap<>();
        for (TableReference reference : parsed.references()) {
            reference.name().resolve(catalog, schema)
                    .ifPresent(name -> tables.computeIfAbsent(name, n -> new ArrayList<>()).add(reference));
        }
        return tables;
    }

    private Map<QualifiedName, Route> route(Map<QualifiedName, List<TableReference>> tables,
            Optional<Requirement> asked, List<String> notes) throws SQLException {
        Map<QualifiedName, Dataset> found = new LinkedHashMap<>();
        for (QualifiedName name : tables.keySet()) {
            find(name, asked, notes).ifPresent(dataset -> found.put(name, dataset));
        }
        // Look-ups take time. Staleness counts from here.
        Router router = new Router(clock.instant());
        Map<QualifiedName, Route> routes = new LinkedHashMap<>();
        found.forEach((name, dataset) -> {
            Optional<String> pinned = firstPinned(tables.get(name));
            Requirement requirement = asked.orElseGet(() -> Requirement.defaultOf(dataset.publication()));
            routes.put(name, router.route(name, dataset, requirement, pinned));
        });
        return routes;
    }

    private static Optional<String> firstPinned(List<TableReference> references) {
        for (TableReference reference : references) {
            if (reference.pinned().isPresent()) {
                return reference.pinned();
            }
        }
        return Optional.empty();
    }

    private Optional<Dataset> find(QualifiedName name, Optional<Requirement> asked, List<String> notes)
            throws SQLException {
        try {
            return datasets.find(name);
        } catch (SQLException e) {
            if (asked.isPresent()) {
                throw new SQLException("Cannot tell whether %s is a dataset: %s (%s; live needs no look-up)"
                        .formatted(name, e.getMessage(), asked.get().askedBy()), e.getSQLState(), e.getErrorCode(), e);
            }
            // Nobody asked for anything, so a plain table that one may read but not describe must stay readable.
            notes.add("Cannot tell whether %s is a dataset, so it is read as it is: %s".formatted(name,
                    e.getMessage()));
            return Optional.empty();
        }
    }

    private static String rewrite(ParsedSql parsed, Map<QualifiedName, List<TableReference>> tables,
            Map<QualifiedName, Route> routes) {
        List<Edit> edits = new ArrayList<>();
        routes.forEach((name, route) -> {
            if (route.view() == View.T_1) {
                QualifiedName t1 = t1View(name);
                tables.get(name).forEach(reference -> edits.addAll(reference.replaceWith(t1)));
            }
        });
        return Edit.apply(parsed.text(), edits);
    }

    static QualifiedName t1View(QualifiedName dataset) {
        return QualifiedName.of(dataset.parts().get(0), dataset.parts().get(1), dataset.last() + Names.T1_SUFFIX);
    }
}
