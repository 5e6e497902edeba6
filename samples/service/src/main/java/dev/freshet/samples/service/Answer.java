package dev.freshet.samples.service;

import dev.freshet.gateway.Route;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;

/**
 * The rows of a query, and how it was answered.
 *
 * @param routes one for each dataset that the query read; empty if the gateway could not find out
 */
record Answer<T>(List<T> rows, List<Route> routes) {
    private static final int MAX_REASON = 500;

    /** The rows as JSON, with headers that say which view was read, how complete the answer is, and why. */
    ResponseEntity<List<T>> toResponse() {
        ResponseEntity.BodyBuilder response = ResponseEntity.ok().cacheControl(CacheControl.noStore());
        for (Route route : routes) {
            response.header("Freshet-Route", route.view().toString())
                    .header("Freshet-Data-As-Of", route.dataAsOf().toString())
                    .header("Freshet-Reason", headerText(route.reason()));
            route.warning().ifPresent(warning -> response.header("Freshet-Warning", headerText(warning)));
        }
        return response.body(rows);
    }

    /** The reason of a fall-back quotes Trino's error, which can be long and have line breaks. */
    private static String headerText(String text) {
        return StringUtils.truncate(text.replaceAll("[^ -~]+", " "), MAX_REASON);
    }
}
