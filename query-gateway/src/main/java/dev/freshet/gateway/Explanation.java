package dev.freshet.gateway;

import dev.freshet.core.Names;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Route.View;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A query that shows how a statement would be routed. Trino runs it instead of the statement and returns one row per
 * dataset, with what is read as raw JSON and the SQL that would be sent: {@code dataset, view, reason, data_as_of, raw,
 * warning, sql}.
 */
final class Explanation {
    private static final String COLUMNS = "dataset, view, reason, data_as_of, raw, warning, sql";

    private Explanation() {}

    /** @param datasets by name: those that the routes read */
    static String of(Collection<Route> routes, Map<String, Dataset> datasets, String sql) {
        if (routes.isEmpty()) {
            return select(row("NULL", "NULL", "'no dataset is read'", "NULL", "NULL", "NULL", Names.literal(sql)));
        }
        return select(routes.stream()
                .map(route -> row(Names.literal(route.dataset()), Names.literal(route.view().toString()),
                        Names.literal(route.reason()),
                        "from_iso8601_timestamp(" + Names.literal(route.dataAsOf().toString()) + ")",
                        route.view() == View.LIVE ? Names.literal(datasets.get(route.dataset()).raw()) : "NULL",
                        route.warning().map(Names::literal).orElse("NULL"), Names.literal(sql)))
                .collect(Collectors.joining(", ")));
    }

    private static String select(String rows) {
        return "SELECT %1$s FROM (VALUES %2$s) AS routes (%1$s)".formatted(COLUMNS, rows);
    }

    private static String row(String dataset, String view, String reason, String dataAsOf, String raw, String warning,
            String sql) {
        return "(CAST(%s AS varchar), CAST(%s AS varchar), CAST(%s AS varchar), CAST(%s AS timestamp(6) with time zone), CAST(%s AS varchar), CAST(%s AS varchar), CAST(%s AS varchar))"
                .formatted(dataset, view, reason, dataAsOf, raw, warning, sql);
    }
}
