package dev.freshet.transform.history;

import com.fasterxml.jackson.databind.JavaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A sorted map from landing partitions to entries, in small JSON files that never change: the root names one file per
 * month; with hourly partitions, each of those names one file per day; the files of the last level hold the entries. A
 * change writes one file per level, however large the map is. Files are read only when needed.
 *
 * @param <E> an entry, as Jackson reads and writes it
 */
final class LedgerTree<E> {
    private static final JavaType CHILDREN = LedgerStore.mapTo(String.class);
    /** Keys begin with the month, then the day: {@code 2026-11}, {@code 2026-11-22}, {@code 2026-11-22T05}. */
    private static final int MONTH = 7;
    private static final int DAY = 10;

    private final LedgerStore store;
    private final String root;
    private final JavaType entries;
    private final Map<String, SortedMap<String, ?>> read;

    /** @param root the location of the root; null if the map is empty */
    LedgerTree(LedgerStore store, String root, Class<E> entry) {
        this(store, root, LedgerStore.mapTo(entry), new HashMap<>());
    }

    private LedgerTree(LedgerStore store, String root, JavaType entries, Map<String, SortedMap<String, ?>> read) {
        this.store = store;
        this.root = root;
        this.entries = entries;
        this.read = read;
    }

    /** The location of the root; null if the map is empty. */
    String root() {
        return root;
    }

    Optional<E> get(String key) {
        String node = root;
        for (int length : levels(key)) {
            node = node == null ? null : children(node).get(key.substring(0, length));
        }
        return node == null ? Optional.empty() : Optional.ofNullable(entries(node).get(key));
    }

    /** Writes a copy of this map with one entry added or replaced. */
    LedgerTree<E> with(String key, E entry) {
        return new LedgerTree<>(store, with(root, levels(key), key, entry), entries, read);
    }

    private String with(String node, List<Integer> levels, String key, E entry) {
        if (levels.isEmpty()) {
            SortedMap<String, E> changed = node == null ? new TreeMap<>() : new TreeMap<>(entries(node));
            if (entry == null) {
                changed.remove(key);
            } else {
                changed.put(key, entry);
            }
            return write("entries-" + key, changed);
        }
        SortedMap<String, String> changed = node == null ? new TreeMap<>() : new TreeMap<>(children(node));
        String prefix = key.substring(0, levels.get(0));
        changed.put(prefix, with(changed.get(prefix), levels.subList(1, levels.size()), key, entry));
        return write("node-" + prefix, changed);
    }

    /** Writes a copy of this map without a key, which it has. */
    LedgerTree<E> without(String key) {
        return new LedgerTree<>(store, with(root, levels(key), key, null), entries, read);
    }

    /** The months that have entries, oldest first. */
    List<String> months() {
        return root == null ? List.of() : List.copyOf(children(root).keySet());
    }

    interface Locations {
        void at(String location);
    }

    /** Visits each entry in order, and the location of each file. */
    void forEach(BiConsumer<String, E> consumer, Locations files) {
        if (root != null) {
            files.at(root);
            children(root).values().forEach(node -> walk(node, consumer, files));
        }
    }

    private void walk(String node, BiConsumer<String, E> consumer, Locations files) {
        files.at(node);
        if (LedgerStore.isNamed(node, "node-")) {
            children(node).values().forEach(child -> walk(child, consumer, files));
        } else {
            entries(node).forEach(consumer);
        }
    }

    private static List<Integer> levels(String key) {
        return key.length() > DAY ? List.of(MONTH, DAY) : List.of(MONTH);
    }

    @SuppressWarnings("unchecked")
    private SortedMap<String, String> children(String node) {
        return (SortedMap<String, String>) read.computeIfAbsent(node, location -> store.read(location, CHILDREN));
    }

    @SuppressWarnings("unchecked")
    private SortedMap<String, E> entries(String node) {
        return (SortedMap<String, E>) read.computeIfAbsent(node, location -> store.read(location, entries));
    }

    private String write(String name, SortedMap<String, ?> node) {
        String location = store.write(name, node);
        read.put(location, node);
        return location;
    }
}
