package dev.freshet.gateway;

import dev.freshet.core.sql.Publication;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers for {@link Publication#REMEMBERED} what was found published, for each caller apart, as not all may see the
 * same.
 * <p>
 * A remembered boundary is at most older than the real one, for a cut-over only moves it forward, and a rollback is
 * announced for longer than anything is remembered: the decision then errs to the live side and data-as-of is
 * understated.
 */
public final class DatasetMemory {
    /** A table that becomes a dataset is read live for so long, which is never staler than asked. */
    static final Duration NOTHING_REMEMBERED = Duration.ofMinutes(1);
    static final int AT_MOST = 10_000;

    private final InstantSource clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private record Key(String caller, QualifiedName name) {}

    private record Entry(Found found, Instant until) {}

    public DatasetMemory(InstantSource clock) {
        this.clock = clock;
    }

    /** @param caller who asks; what one is told, another is not */
    public Datasets of(String caller, Datasets lookUp) {
        return name -> find(new Key(caller, name), lookUp);
    }

    private Found find(Key key, Datasets lookUp) throws SQLException {
        Optional<Entry> known = known(key);
        if (known.isPresent()) {
            return known.get().found;
        }
        // Counted from before the look-up, lest an entry live longer than it says.
        Instant began = clock.instant();
        Found found = lookUp.find(key.name);
        remember(key, new Entry(found, began.plus(found.equals(Found.NOTHING) ? NOTHING_REMEMBERED
                : Publication.REMEMBERED)));
        return found;
    }

    private synchronized Optional<Entry> known(Key key) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> clock.instant().isBefore(entry.until));
    }

    private synchronized void remember(Key key, Entry entry) {
        entries.remove(key); // so that the oldest stays the first
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
