package dev.freshet.gateway;

import dev.freshet.core.Names;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A query that shows how a statement would be routed. Trino runs it instead of the statement and returns one row per
 * dataset, with the SQL that would be sent: {@code dataset, view, reason, data_as_of, warning, sql}.
 */
final class Explanation {
    private Explanation() {}

    static String of(Collection<Route> routes, String sql) {
        if (routes.isEmpty()) {
            return select(
                    "(%s)".formatted(row("NULL", "NULL", "'no dataset is read'", "NULL", "NULL", Names.literal(sql))));
        }
        return select(routes.stream()
                .map(route -> "(" + row(Names.literal(route.dataset()), Names.literal(route.view().toString()),
                        Names.literal(route.reason()),
                        "from_iso8601_timestamp(" + Names.literal(route.dataAsOf().toString()) + ")",
                        route.warning().map(Names::literal).orElse("NULL"), Names.literal(sql)) + ")")
                .collect(Collectors.joining(", ")));
    }

    private static String select(String rows) {
        return "SELECT dataset, view, reason, data_as_of, warning, sql FROM (VALUES %s) AS routes (dataset, view, reason, data_as_of, warning, sql)"
                .formatted(rows);
    }

    private static String row(String dataset, String view, String reason, String dataAsOf, String warning,
            String sql) {
        return "CAST(%s AS varchar), CAST(%s AS varchar), CAST(%s AS varchar), CAST(%s AS timestamp(6) with time zone), CAST(%s AS varchar), CAST(%s AS varchar)"
                .formatted(dataset, view, reason, dataAsOf, warning, sql);
    }
}
