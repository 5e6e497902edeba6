package dev.freshet.gateway;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * How a statement would be routed, as a query that Trino answers in its place: a row for each dataset that it reads,
 * with the text that would be sent. {@code dataset, view, reason, data_as_of, sql}.
 */
final class Explanation {
    private Explanation() {}

    static String of(Collection<Route> routes, String sql) {
        if (routes.isEmpty()) {
            return select("(%s)".formatted(row("NULL", "NULL", "'no dataset is read'", "NULL", text(sql))));
        }
        return select(routes.stream()
                .map(route -> "(" + row(text(route.dataset()), text(route.view().toString()), text(route.reason()),
                        "from_iso8601_timestamp(" + text(route.dataAsOf().toString()) + ")", text(sql)) + ")")
                .collect(Collectors.joining(", ")));
    }

    private static String select(String rows) {
        return "SELECT dataset, view, reason, data_as_of, sql FROM (VALUES %s) AS routes (dataset, view, reason, data_as_of, sql)"
                .formatted(rows);
    }

    private static String row(String dataset, String view, String reason, String dataAsOf, String sql) {
        return "CAST(%s AS varchar), CAST(%s AS varchar), CAST(%s AS varchar), CAST(%s AS timestamp(6) with time zone), CAST(%s AS varchar)"
                .formatted(dataset, view, reason, dataAsOf, sql);
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
