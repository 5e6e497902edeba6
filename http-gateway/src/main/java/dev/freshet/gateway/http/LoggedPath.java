package dev.freshet.gateway.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path without secrets: the first two segments, what Trino does with a query, and its id. What follows in the URI of
 * a page gives access to the rows, and other paths have tokens.
 */
final class LoggedPath {
    private static final Pattern PUBLIC = Pattern.compile(
            "/v1/statement/(?:queued|executing)/\\d{8}_\\d{6}_\\d{5}_\\w{5}(?=/|$)|/v1/query/\\d{8}_\\d{6}_\\d{5}_\\w{5}(?=/|$)"
                    + "|(?:/[^/]*){1,2}");
    private static final int LONGEST = 100;

    private LoggedPath() {}

    static String of(String path) {
        Matcher beginning = PUBLIC.matcher(path);
        String shown = beginning.lookingAt() ? beginning.group() : "";
        shown = shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST);
        return shown.length() < path.length() ? shown + "/..." : shown;
    }
}
