package dev.freshet.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request says about its client. The gateway does not check it; Trino does. */
final class ClientHeaders {
    static final String USER = "X-Trino-User";
    static final String SOURCE = "X-Trino-Source";
    static final String TAGS = "X-Trino-Client-Tags";

    private static final String BASIC = "Basic ";

    private ClientHeaders() {}

    /** The header's user, else the one that a password belongs to. */
    static Optional<String> user(Map<String, List<String>> headers) {
        return first(headers, USER).or(() -> first(headers, "Authorization").flatMap(ClientHeaders::signedIn));
    }

    static Optional<String> source(Map<String, List<String>> headers) {
        return first(headers, SOURCE);
    }

    static List<String> tags(Map<String, List<String>> headers) {
        return list(headers, TAGS);
    }

    /** The values of a header that is a list with commas. */
    static List<String> list(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream().flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip).filter(value -> !value.isEmpty()).toList();
    }

    private static Optional<String> first(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst().map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static Optional<String> signedIn(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String both = new String(Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            return both.indexOf(':') > 0 ? Optional.of(both.substring(0, both.indexOf(':'))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // Trino rejects it
        }
    }
}
