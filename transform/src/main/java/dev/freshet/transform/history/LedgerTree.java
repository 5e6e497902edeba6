package dev.freshet.transform.history;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.iceberg.io.FileIO;

/**
 * A sorted map from landing partitions to entries, in small JSON files that never change: the root names one file per
 * month; with hourly partitions, each of those names one file per day; the files of the last level hold the entries. A
 * change writes one file per level, however large the map is. Files are read only when needed.
 *
 * @param <E> an entry, as Jackson reads and writes it
 */
final class LedgerTree<E> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Keys begin with the month, then the day: {@code 2026-11}, {@code 2026-11-22}, {@code 2026-11-22T05}. */
    private static final int MONTH = 7;
    private static final int DAY = 10;

    private final FileIO io;
    private final String directory;
    private final String root;
    private final JavaType entries;
    private final Map<String, SortedMap<String, ?>> read = new HashMap<>();

    /**
     * @param directory where the files are, with a trailing slash
     * @param root the location of the root; null if the map is empty
     */
    LedgerTree(FileIO io, String directory, String root, Class<E> entry) {
        this.io = io;
        this.directory = directory;
        this.root = root;
        this.entries = MAPPER.getTypeFactory().constructMapType(TreeMap.class, String.class, entry);
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
        LedgerTree<E> next = new LedgerTree<>(io, directory, with(root, levels(key), key, entry), entryClass());
        next.read.putAll(read);
        return next;
    }

    @SuppressWarnings("unchecked")
    private Class<E> entryClass() {
        return (Class<E>) entries.getContentType().getRawClass();
    }

    private String with(String node, List<Integer> levels, String key, E entry) {
        if (levels.isEmpty()) {
            SortedMap<String, E> changed = node == null ? new TreeMap<>() : new TreeMap<>(entries(node));
            changed.put(key, entry);
            return write("entries-" + key, changed);
        }
        SortedMap<String, String> changed = node == null ? new TreeMap<>() : new TreeMap<>(children(node));
        String prefix = key.substring(0, levels.get(0));
        changed.put(prefix, with(changed.get(prefix), levels.subList(1, levels.size()), key, entry));
        return write("node-" + prefix, changed);
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
        if (node.startsWith(directory + "node-")) {
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
        return (SortedMap<String, String>) read.computeIfAbsent(node, location -> read(location,
                MAPPER.getTypeFactory().constructType(new TypeReference<TreeMap<String, String>>() {
                })));
    }

    @SuppressWarnings("unchecked")
    private SortedMap<String, E> entries(String node) {
        return (SortedMap<String, E>) read.computeIfAbsent(node, location -> read(location, entries));
    }

    private SortedMap<String, ?> read(String location, JavaType type) {
        try (var in = io.newInputFile(location).newStream()) {
            return MAPPER.readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    private String write(String name, SortedMap<String, ?> node) {
        String location = directory + name + "-" + UUID.randomUUID() + ".json";
        try (var out = io.newOutputFile(location).create()) {
            MAPPER.writeValue(out, node);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to write %s: %s".formatted(location, e.getMessage()), e);
        }
        read.put(location, node);
        return location;
    }
}
