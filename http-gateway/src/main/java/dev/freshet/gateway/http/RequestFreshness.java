package dev.freshet.gateway.http;

import dev.freshet.core.Freshness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The freshness that a request sets outside its SQL: by header, else by client tag, which every client can set. */
final class RequestFreshness {
    static final String HEADER = "X-Freshet-Freshness";

    private static final String TAG = "freshness=";

    private RequestFreshness() {}

    /**
     * @param headers by name in any case
     * @throws IllegalArgumentException if it is invalid, or given twice with different values
     */
    static Optional<Freshness> in(Map<String, List<String>> headers) {
        Optional<Freshness> inHeader = one(HEADER, ClientHeaders.list(headers, HEADER).stream());
        return inHeader.isPresent() ? inHeader
                : one("client tag", ClientHeaders.tags(headers).stream().filter(tag -> tag.startsWith(TAG))
                        .map(tag -> tag.substring(TAG.length())));
    }

    private static Optional<Freshness> one(String where, Stream<String> values) {
        List<Freshness> given = values.map(Freshness::parse).distinct().toList();
        if (given.size() > 1) {
            throw new IllegalArgumentException("Invalid freshness: %s (give one by %s)".formatted(given, where));
        }
        return given.stream().findFirst();
    }
}
