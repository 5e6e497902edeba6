package dev.freshet.gateway.http;

import dev.freshet.core.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The request headers that tell callers apart. Two requests whose headers are equal may use the same look-up, all
 * others never do. Trino's authenticator decides who a caller is, and it may read any header.
 */
public final class Identity {
    /** By all headers that are not known to say nothing about the caller. */
    public static final Identity BY_ALL = new Identity(Optional.empty());

    private static final Set<String> OF_EVERY_CALLER = Set.of("authorization", "cookie", "forwarded",
            "x-forwarded-proto", "x-trino-user", "x-trino-original-user", "x-trino-role", "x-trino-original-role",
            "x-trino-extra-credential");
    private static final Set<String> OF_NO_CALLER = Set.of("accept", "accept-charset", "accept-encoding",
            "accept-language", "cache-control", "pragma", "user-agent", "x-trino-client-capabilities",
            "x-trino-client-info", "x-trino-client-tags", "x-trino-language", "x-trino-source", "x-trino-time-zone");

    private final Optional<Set<String>> names;

    private Identity(Optional<Set<String>> names) {
        this.names = names;
    }

    /**
     * By these headers, and by those that every Trino reads: credentials, user, roles.
     *
     * @throws IllegalArgumentException if a name is not valid
     */
    public static Identity by(List<String> headers) {
        Set<String> names = new TreeSet<>(OF_EVERY_CALLER);
        for (String header : headers) {
            if (!header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                throw new IllegalArgumentException("Invalid name of a header: \"%s\"".formatted(header));
            }
            names.add(lower(header));
        }
        return new Identity(Optional.of(names));
    }

    /** A digest of the caller's headers, so that no password stays in memory. */
    String caller(Map<String, List<String>> headers) {
        Map<String, List<String>> telling = new TreeMap<>();
        headers.forEach((name, values) -> {
            if (tells(lower(name))) {
                telling.put(lower(name), values);
            }
        });
        return Sha256.hex(telling.toString());
    }

    private boolean tells(String name) {
        return names.isPresent() ? names.get().contains(name) : !OF_NO_CALLER.contains(name);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
