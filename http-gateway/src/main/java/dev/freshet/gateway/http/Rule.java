package dev.freshet.gateway.http;

import dev.freshet.gateway.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings for some clients. It applies to a request that matches all its patterns; an empty pattern matches every
 * request.
 *
 * @param user as the client names it. Trino authenticates users, the endpoint does not
 * @param clientTag one of the request's tags must match it
 */
public record Rule(Optional<NamePattern> user, Optional<NamePattern> source, Optional<NamePattern> clientTag,
        Settings settings) {

    boolean matches(Map<String, List<String>> headers) {
        return matches(user, ClientHeaders.user(headers).stream())
                && matches(source, ClientHeaders.source(headers).stream())
                && matches(clientTag, ClientHeaders.tags(headers).stream());
    }

    private static boolean matches(Optional<NamePattern> pattern, Stream<String> names) {
        return pattern.isEmpty() || names.anyMatch(pattern.get()::matches);
    }
}
