package dev.freshet.transform.protocol;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The object store of a world, with landing zone and warehouse. Files are created and replaced atomically. */
final class MemoryFiles {
    /** @param number the order of writing, so that listings do not depend on random file names */
    record Stored(String location, byte[] bytes, Instant modified, long number) {}

    private final ConcurrentSkipListMap<String, Stored> files = new ConcurrentSkipListMap<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();

    void write(String location, byte[] bytes, Instant modified) {
        Stored before = files.put(location, new Stored(location, bytes, modified, written.incrementAndGet()));
        if (before != null || location.startsWith(Landed.ROOT)) {
            changes.incrementAndGet();
        }
    }

    Optional<Stored> read(String location) {
        return Optional.ofNullable(files.get(location));
    }

    boolean exists(String location) {
        return files.containsKey(location);
    }

    void delete(String location) {
        changes.incrementAndGet();
        files.remove(location);
    }

    /** The files whose location has this prefix, in the order of writing. */
    List<Stored> list(String prefix) {
        Map<String, Stored> from = files.tailMap(prefix);
        return from.values().stream().takeWhile(file -> file.location().startsWith(prefix))
                .sorted(Comparator.comparing(Stored::number)).toList();
    }

    /**
     * Grows with each change that a reader could see. A new file in the warehouse does not count: it is unreferenced.
     */
    long version() {
        return changes.get();
    }
}
