package dev.freshet.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The headers that are passed on: all except those about this connection. */
final class PassedHeaders {
    private static final Set<String> OF_THE_CONNECTION = Set.of("connection", "keep-alive", "proxy-connection",
            "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
            "http2-settings", "content-length");
    private static final Set<String> OF_THE_REQUEST = Set.of("host", "expect", "accept-encoding");
    private static final String FRESHETS = "x-freshet-";

    private PassedHeaders() {}

    /** @throws Refusal if a header would not arrive unchanged */
    static Map<String, List<String>> ofRequest(Map<String, List<String>> headers) throws Refusal {
        Map<String, List<String>> passed = ofResponse(headers);
        passed.keySet().removeIf(name -> OF_THE_REQUEST.contains(lower(name)) || lower(name).startsWith(FRESHETS));
        for (Map.Entry<String, List<String>> header : passed.entrySet()) {
            // The JDK's client would send a question mark instead, which could turn one user's name into another's.
            if (header.getValue().stream().anyMatch(value -> value.chars().anyMatch(c -> c > 126))) {
                throw new Refusal(400, "Cannot pass on the header %s: it is not ASCII (URL-encode it, or leave it out)"
                        .formatted(header.getKey()));
            }
        }
        // The gateway rewrites URIs in results, so they must not be compressed.
        passed.put("Accept-Encoding", List.of("identity"));
        return passed;
    }

    static Map<String, List<String>> ofResponse(Map<String, List<String>> headers) {
        Map<String, List<String>> passed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> named = new ArrayList<>();
        headers.forEach((name, values) -> {
            passed.put(name, List.copyOf(values));
            if (lower(name).equals("connection")) {
                values.forEach(value -> named.addAll(List.of(lower(value).split("\\s*,\\s*"))));
            }
        });
        passed.keySet().removeIf(name -> name.startsWith(":") || OF_THE_CONNECTION.contains(lower(name))
                || named.contains(lower(name)));
        return passed;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
