package dev.freshet.transform.protocol;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The object store of a world: the landing zone and the warehouse. A file appears whole, and is replaced whole. */
final class MemoryFiles {
    /** @param number in the order of writing, so that a listing does not depend on names made of random numbers */
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

    /** Files whose location begins so, the one written first in front. */
    List<Stored> list(String prefix) {
        Map<String, Stored> from = files.tailMap(prefix);
        return from.values().stream().takeWhile(file -> file.location().startsWith(prefix))
                .sorted(Comparator.comparing(Stored::number)).toList();
    }

    /** Grows with each change that a reader could see: a new file of the warehouse is none, as nothing refers to it. */
    long version() {
        return changes.get();
    }
}
