package dev.freshet.gateway.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The headers of a look-up: the client's, so that the look-up sees only what the client may see, without those that
 * belong to the client's transaction or configure its statement.
 */
record LookUpHeaders(Map<String, List<String>> headers) {
    private static final Set<String> OF_THE_STATEMENT = Set.of("x-trino-transaction-id", "x-trino-prepared-statement",
            "x-trino-catalog", "x-trino-schema", "x-trino-path", "x-trino-session", "x-trino-resource-estimate",
            "x-trino-query-data-encoding", "x-trino-trace-token", "content-type", "content-encoding", "traceparent",
            "tracestate");

    /** @param passed the headers that go to the coordinator with the statement */
    static LookUpHeaders of(Map<String, List<String>> passed) {
        Map<String, List<String>> headers = new TreeMap<>(passed);
        headers.keySet().removeIf(name -> OF_THE_STATEMENT.contains(name.toLowerCase(Locale.ROOT)));
        return new LookUpHeaders(headers);
    }
}
