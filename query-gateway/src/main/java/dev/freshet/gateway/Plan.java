package dev.freshet.gateway;

import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.ParsedSql;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the gateway handles a statement.
 *
 * @param sql the text to send
 * @param notes warnings that belong to no route
 * @param statement the statement that Trino executes; empty if the gateway cannot parse it
 */
public record Plan(String sql, List<Route> routes, List<String> notes, Optional<ParsedSql> statement) {
    static final Plan NONE = new Plan("", List.of(), List.of(), Optional.empty());

    public Plan {
        routes = List.copyOf(routes);
        notes = List.copyOf(notes);
    }

    /** The SQL goes to Trino as it is, with a warning. */
    public static Plan unchanged(String sql, String note) {
        return new Plan(sql, List.of(), List.of(note), Optional.empty());
    }

    /** @param why such as "it is longer than ..." */
    static Plan unparsed(String sql, String why) {
        return unchanged(sql, "The SQL goes to Trino unchanged, as the gateway cannot parse it: " + why);
    }

    Plan sending(String text) {
        return new Plan(text, routes, notes, statement);
    }

    /** Whether it is a query that may read a live view. A query can be repeated, other statements cannot. */
    boolean mayReadLive() {
        return statement.filter(ParsedSql::isQuery).isPresent()
                && (routes.isEmpty() || routes.stream().anyMatch(route -> route.view() == View.LIVE));
    }

    /** Whether these routes read the same views, so that the text of this plan is right for them. */
    boolean readsTheSame(List<Route> others) {
        if (this == NONE || routes.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (routes.get(i).view() != others.get(i).view()
                    || !routes.get(i).dataset().equals(others.get(i).dataset())) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is a query that reads a live view. */
    public boolean readsLive() {
        return mayReadLive() && !routes.isEmpty();
    }

    /** The warnings of the routes, and the notes. */
    public List<String> warnings() {
        return Stream.concat(routes.stream().flatMap(route -> route.warning().stream()), notes.stream()).toList();
    }
}
