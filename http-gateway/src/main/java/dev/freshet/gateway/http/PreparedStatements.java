package dev.freshet.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The client's prepared statements. Each request lists them as {@code name=SQL}, both URL-encoded, with commas between.
 */
final class PreparedStatements {
    private static final String HEADER = "X-Trino-Prepared-Statement";

    private PreparedStatements() {}

    /**
     * The SQL of each, by name.
     *
     * @throws IllegalArgumentException if one is not URL-encoded
     */
    static Map<String, String> in(Map<String, List<String>> headers) {
        Map<String, String> prepared = new LinkedHashMap<>();
        for (String value : headers.getOrDefault(HEADER, List.of())) {
            for (String statement : value.split(",")) {
                int equals = statement.indexOf('=');
                if (equals > 0) {
                    prepared.put(decode(statement.substring(0, equals)), decode(statement.substring(equals + 1)));
                }
            }
        }
        return prepared;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.strip(), StandardCharsets.UTF_8);
    }
}
