package dev.freshet.gateway;

import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches look-ups for {@link Publication#REMEMBERED}, separately for each caller, because callers may see different
 * things. An answer in use can be looked up again in the background before it expires, so that no statement waits.
 * <p>
 * A cached boundary can be older than the real one but never newer: a cut-over only moves it forward, and a rollback is
 * announced for longer than any entry lives. With an older boundary the gateway prefers the live view and understates
 * data as of.
 */
final class DatasetCache implements AutoCloseable {
    /**
     * How long "not a dataset" is cached. A table that becomes a dataset is read live until then, never staler than
     * requested.
     */
    static final Duration NOTHING_CACHED = Duration.ofMinutes(1);
    /**
     * How long {@code findForLive} uses an entry, even one of a failed look-up: it only gives the end of a tail.
     */
    static final Duration FOR_LIVE_CACHED = Duration.ofMinutes(1);
    /** Age at which a dataset in use is looked up in the background: before its entry expires. */
    static final Duration REFRESHED_AFTER = Publication.REMEMBERED.minusSeconds(1);
    /** A dataset for which no statement has asked for so long is looked up no more. */
    static final Duration IN_USE = Duration.ofSeconds(10);
    static final int AT_MOST = 10_000;

    private static final Logger log = LoggerFactory.getLogger(DatasetCache.class);

    private final InstantSource clock;
    private final SharedLookUps shared;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private long clearings;
    private boolean closed;

    private record Key(String caller, QualifiedName name) {}

    private static final class Entry {
        /** Null if the look-up has failed. */
        private final Found found;
        /** Or null. */
        private final SQLException failure;
        /** When the look-up began, so that no entry lives too long. */
        private final Instant since;
        private volatile Instant usedAt;

        Entry(Found found, SQLException failure, Instant since, Instant usedAt) {
            this.found = found;
            this.failure = failure;
            this.since = since;
            this.usedAt = usedAt;
        }

        boolean counts(Instant now) {
            return failure == null && now.isBefore(
                    since.plus(found.equals(Found.NOTHING) ? NOTHING_CACHED : Publication.REMEMBERED));
        }

        boolean countsForLive(Instant now) {
            return now.isBefore(since.plus(FOR_LIVE_CACHED));
        }

        boolean isInUse(Instant now) {
            return now.isBefore(usedAt.plus(IN_USE));
        }

        Found get() throws SQLException {
            if (failure != null) {
                throw failure;
            }
            return found;
        }
    }

    DatasetCache(InstantSource clock, SharedLookUps shared) {
        this.clock = clock;
        this.shared = shared;
    }

    /** @param caller entries of one caller are not used for another */
    Datasets of(String caller, Datasets lookUp) {
        return new Cached(caller, lookUp, Optional.empty());
    }

    /** The same for a single caller. Datasets in use are looked up again by {@code inBackground} before they expire. */
    Datasets of(Datasets lookUp, Datasets inBackground) {
        return new Cached("", lookUp, Optional.of(inBackground));
    }

    private final class Cached implements Datasets {
        private final String caller;
        private final Datasets lookUp;
        private final Optional<Datasets> inBackground;

        Cached(String caller, Datasets lookUp, Optional<Datasets> inBackground) {
            this.caller = caller;
            this.lookUp = lookUp;
            this.inBackground = inBackground;
        }

        @Override
        public Found find(QualifiedName name) throws SQLException {
            Key key = new Key(caller, name);
            Entry cached = cached(key);
            Instant now = clock.instant();
            if (cached == null || !cached.counts(now)) {
                Found found = lookUp(key, now);
                if (inBackground.isPresent() && !found.equals(Found.NOTHING)) {
                    refreshLater(key);
                }
                return found;
            }
            cached.usedAt = now;
            return cached.get();
        }

        @Override
        public Found findForLive(QualifiedName name) throws SQLException {
            Key key = new Key(caller, name);
            Entry cached = cached(key);
            Instant now = clock.instant();
            return cached != null && cached.countsForLive(now) ? cached.get() : lookUp(key, now);
        }

        @Override
        public Pending<Found> begin(QualifiedName name) {
            Entry cached = cached(new Key(caller, name));
            return cached != null && cached.counts(clock.instant()) ? Datasets.super.begin(name)
                    : shared.begin(() -> find(name));
        }

        @Override
        public Pending<Found> beginForLive(QualifiedName name) {
            Entry cached = cached(new Key(caller, name));
            return cached != null && cached.countsForLive(clock.instant()) ? Datasets.super.beginForLive(name)
                    : shared.begin(() -> findForLive(name));
        }

        @Override
        public Map<View, Size> sizes(QualifiedName dataset) {
            return lookUp.sizes(dataset);
        }

        private Found lookUp(Key key, Instant began) throws SQLException {
            long clearingsBefore = clearings();
            try {
                Found found = lookUp.find(key.name);
                cache(key, new Entry(found, null, began, began), clearingsBefore);
                return found;
            } catch (SQLException e) {
                cache(key, new Entry(null, e, began, began), clearingsBefore);
                throw e;
            }
        }

        private void refreshLater(Key key) {
            Entry entry = cached(key);
            if (entry != null) {
                shared.later(REFRESHED_AFTER, () -> refresh(key, entry));
            }
        }

        /** If it fails, the next statement looks up the dataset itself. */
        private void refresh(Key key, Entry entry) {
            Instant now = clock.instant();
            if (cached(key) != entry || !entry.isInUse(now)) {
                return;
            }
            try {
                Found found = inBackground.orElseThrow().find(key.name);
                if (replace(key, entry, new Entry(found, null, now, entry.usedAt)) && !found.equals(Found.NOTHING)) {
                    refreshLater(key);
                }
            } catch (SQLException e) {
                log.debug("Cannot look up {} in the background: {}", key.name, e.getMessage());
            }
        }
    }

    private synchronized Entry cached(Key key) {
        return entries.get(key);
    }

    private synchronized long clearings() {
        return clearings;
    }

    /** Caches nothing that was looked up before the last clearing: it may be another user's. */
    private synchronized void cache(Key key, Entry entry, long clearingsBefore) {
        if (closed || clearingsBefore != clearings) {
            return;
        }
        entries.remove(key); // so that the oldest entry stays first
        entries.put(key, entry);
        if (entries.size() > AT_MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    private synchronized boolean replace(Key key, Entry entry, Entry with) {
        if (entries.get(key) != entry) {
            return false;
        }
        entries.remove(key);
        entries.put(key, with);
        return true;
    }

    synchronized void clear() {
        clearings++;
        entries.clear();
    }

    /** Nothing is looked up in the background from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        clear();
    }

    synchronized int size() {
        return entries.size();
    }
}
