package dev.freshet.gateway.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client has prepared. It says so with each request: {@code name=SQL}, both URL-encoded, and again. */
record PreparedStatements(Map<String, String> encoded) {
    static final String HEADER = "X-Trino-Prepared-Statement";

    static PreparedStatements in(Map<String, List<String>> headers) {
        Map<String, String> encoded = new LinkedHashMap<>();
        for (String value : headers.getOrDefault(HEADER, List.of())) {
            for (String statement : value.split(",")) {
                int equals = statement.indexOf('=');
                if (equals > 0) {
                    encoded.put(decode(statement.substring(0, equals).strip()),
                            statement.substring(equals + 1).strip());
                }
            }
        }
        return new PreparedStatements(encoded);
    }

    /** @throws IllegalArgumentException if it is not URL-encoded */
    Optional<String> sql(String name) {
        return Optional.ofNullable(encoded.get(name)).map(PreparedStatements::decode);
    }

    /** The header's values with another text under one of the names. */
    List<String> with(String name, String sql) {
        Map<String, String> changed = new LinkedHashMap<>(encoded);
        changed.put(name, encode(sql));
        return changed.entrySet().stream().map(entry -> encode(entry.getKey()) + "=" + entry.getValue()).toList();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
