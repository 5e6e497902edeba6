package dev.freshet.gateway;

import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Caches look-ups for {@link Publication#REMEMBERED}, separately for each caller, because callers may see different
 * things.
 * <p>
 * A cached boundary can be older than the real one but never newer: a cut-over only moves it forward, and a rollback is
 * announced for longer than any entry lives. With an older boundary the gateway prefers the live view and understates
 * data as of.
 */
final class DatasetCache {
    /**
     * How long "not a dataset" is cached. A table that becomes a dataset is read live until then, never staler than
     * requested.
     */
    static final Duration NOTHING_CACHED = Duration.ofMinutes(1);
    /**
     * How long {@code findForLive} uses an entry, even one of a failed look-up: it only gives the end of a tail.
     */
    static final Duration FOR_LIVE_CACHED = Duration.ofMinutes(1);
    static final int AT_MOST = 10_000;

    private final InstantSource clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private record Key(String caller, QualifiedName name) {}

    /**
     * @param found null if the look-up has failed
     * @param failure or null
     * @param since when the look-up began, so that no entry lives too long
     */
    private record Entry(Found found, SQLException failure, Instant since) {
        boolean counts(Instant now) {
            return failure == null && now.isBefore(
                    since.plus(found.equals(Found.NOTHING) ? NOTHING_CACHED : Publication.REMEMBERED));
        }

        boolean countsForLive(Instant now) {
            return now.isBefore(since.plus(FOR_LIVE_CACHED));
        }

        Found get() throws SQLException {
            if (failure != null) {
                throw failure;
            }
            return found;
        }
    }

    DatasetCache(InstantSource clock) {
        this.clock = clock;
    }

    /** @param caller entries of one caller are not used for another */
    Datasets of(String caller, Datasets lookUp) {
        return new Datasets() {
            @Override
            public Found find(QualifiedName name) throws SQLException {
                Key key = new Key(caller, name);
                Entry cached = cached(key);
                return cached != null && cached.counts(clock.instant()) ? cached.get() : lookUp(key, lookUp);
            }

            @Override
            public Found findForLive(QualifiedName name) throws SQLException {
                Key key = new Key(caller, name);
                Entry cached = cached(key);
                return cached != null && cached.countsForLive(clock.instant()) ? cached.get() : lookUp(key, lookUp);
            }
        };
    }

    private Found lookUp(Key key, Datasets lookUp) throws SQLException {
        Instant began = clock.instant();
        try {
            Found found = lookUp.find(key.name);
            cache(key, new Entry(found, null, began));
            return found;
        } catch (SQLException e) {
            cache(key, new Entry(null, e, began));
            throw e;
        }
    }

    private synchronized Entry cached(Key key) {
        return entries.get(key);
    }

    private synchronized void cache(Key key, Entry entry) {
        entries.remove(key); // so that the oldest entry stays first
        entries.put(key, entry);
        if (entries.size() > AT_MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized void clear() {
        entries.clear();
    }

    synchronized int size() {
        return entries.size();
    }
}
