package dev.freshet.gateway.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The watched queries by their id. One that no client asks for is dropped after a while. So are those that were not
 * asked for the longest time, if all together need too much memory; they then go on unwatched.
 */
final class WatchedQueries {
    private static final Pattern ID = Pattern.compile("/(\\d{8}_\\d{6}_\\d{5,}_\\w{5})(?:/|$)");
    /** Longer than Trino waits for a client. */
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private final long most;
    private final InstantSource clock;
    /** Those not used for the longest time come first. */
    private final Map<String, Used> queries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Used(WatchedQuery query, Instant at) {}

    /** @param most bytes that they may need together */
    WatchedQueries(long most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    synchronized void put(String id, WatchedQuery query) {
        remove(id);
        Instant now = clock.instant();
        queries.put(id, new Used(query, now));
        bytes += query.bytes();
        Iterator<Used> all = queries.values().iterator();
        for (Used next = all.next(); bytes > most || next.at.plus(UNUSED).isBefore(now); next = all.next()) {
            bytes -= next.query.bytes();
            all.remove();
            if (!all.hasNext()) {
                return;
            }
        }
    }

    /** @param path of a request about the query, which contains its id */
    synchronized Optional<WatchedQuery> find(String path) {
        if (queries.isEmpty()) {
            return Optional.empty();
        }
        Optional<Used> found = id(path)
                .map(id -> queries.computeIfPresent(id, (same, used) -> new Used(used.query, clock.instant())));
        return found.map(Used::query);
    }

    synchronized void remove(String id) {
        Used removed = queries.remove(id);
        bytes -= removed == null ? 0 : removed.query.bytes();
    }

    static Optional<String> id(String path) {
        Matcher id = ID.matcher(path);
        return id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }
}
