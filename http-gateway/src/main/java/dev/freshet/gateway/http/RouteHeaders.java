package dev.freshet.gateway.http;

import dev.freshet.gateway.Plan;
import dev.freshet.gateway.Route;
import org.eclipse.jetty.http.HttpFields;

/** Headers that report how a statement was routed, like the warnings of the JDBC driver. */
final class RouteHeaders {
    static final String ROUTE = "X-Freshet-Route";
    static final String NOTE = "X-Freshet-Note";

    private static final int LONGEST = 1_000;

    private RouteHeaders() {}

    static void add(Plan plan, HttpFields.Mutable headers) {
        plan.routes().forEach(route -> headers.add(ROUTE, text(route)));
        plan.warnings().forEach(note -> headers.add(NOTE, safe(note)));
    }

    private static String text(Route route) {
        return "%s; view=%s; data-as-of=%s; reason=\"%s\"".formatted(safe(route.dataset()), route.view(),
                route.dataAsOf(), safe(route.reason()).replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** Makes the text one line of ASCII and shortens it, because some clients reject long headers. */
    private static String safe(String text) {
        String line = text.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
