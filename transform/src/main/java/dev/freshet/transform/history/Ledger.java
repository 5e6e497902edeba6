package dev.freshet.transform.history;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.transform.raw.RawFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Which raw files each landing partition of history was made of. A property of the history table names the JSON file
 * that holds it, and is set in the very commit that the ledger describes; it outlives compaction and the expiry of
 * snapshots. Its files lie beside the table's own directory, where removing the table's orphans does not find them.
 */
public final class Ledger {
    /** Before the first run. */
    public static final Ledger EMPTY = new Ledger(null, null, new TreeMap<>());

    static final String PROPERTY = "freshet.ledger";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Table table;
    private final String location;
    private final SortedMap<String, Entry> entries;

    /**
     * @param inputs the location of {@link Inputs}
     * @param fingerprint {@link Inputs#fingerprint}
     * @param columns by which columns the lines were read: {@link DatasetSpec#columns} as text
     */
    private record Entry(String inputs, String fingerprint, String columns) {}

    private Ledger(Table table, String location, SortedMap<String, Entry> entries) {
        this.table = table;
        this.location = location;
        this.entries = entries;
    }

    static Ledger of(Table table) {
        String location = table.properties().get(PROPERTY);
        if (location == null) {
            return new Ledger(table, null, new TreeMap<>());
        }
        try (var in = table.io().newInputFile(location).newStream()) {
            return new Ledger(table, location, MAPPER.readValue(in, new TypeReference<TreeMap<String, Entry>>() {
            }));
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read: " + location, e);
        }
    }

    /** The raw files that the partition was made of; empty if it was never taken in. */
    public Optional<Inputs> inputs(LandingPartition partition) {
        return Optional.ofNullable(entries.get(partition.toString()))
                .map(entry -> Inputs.read(table.io(), entry.inputs()));
    }

    /** Whether the partition stands in history as made of exactly these files. */
    public boolean holds(LandingPartition partition, List<RawFile> files) {
        Entry entry = entries.get(partition.toString());
        return entry == null ? files.isEmpty() : entry.fingerprint().equals(Inputs.fingerprint(files));
    }

    /** Whether the partition was made of exactly these files, and of their lines what the spec makes of them now. */
    public boolean holds(LandingPartition partition, List<RawFile> files, DatasetSpec spec) {
        Entry entry = entries.get(partition.toString());
        return holds(partition, files) && (entry == null || entry.columns().equals(spec.columns().toString()));
    }

    /** All files of this ledger and of earlier ones; none where the catalog's files cannot be listed. */
    public List<FileInfo> files() {
        if (!(table.io() instanceof SupportsPrefixOperations io)) {
            return List.of();
        }
        try {
            return StreamSupport.stream(io.listPrefix(directory()).spliterator(), false).toList();
        } catch (NotFoundException e) {
            return List.of();
        }
    }

    /** Deletes the files that this ledger does not refer to and that are older. */
    public void removeOld(Instant before) {
        Set<String> needed = new HashSet<>();
        needed.add(location);
        entries.values().forEach(entry -> needed.add(entry.inputs()));
        for (FileInfo file : files()) {
            if (!needed.contains(file.location()) && file.createdAtMillis() < before.toEpochMilli()) {
                table.io().deleteFile(file.location());
            }
        }
    }

    private String directory() {
        return table.location() + "_ledger/";
    }

    /** Whether history has data files of the partition. */
    public boolean hasRows(LandingPartition partition) {
        if (table == null) {
            return false;
        }
        try (var files = table.newScan()
                .filter(Expressions.equal(IcebergTypes.LANDED_ON, IcebergTypes.literal(partition))).planFiles()) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read the metadata of " + table.name(), e);
        }
    }

    /** Writes the ledger that is this one but for a partition. It counts once the table names it. */
    Ledger with(LandingPartition partition, Inputs inputs, DatasetSpec spec) {
        String inputsLocation = directory() + "inputs-" + partition + "-" + UUID.randomUUID() + ".json";
        inputs.write(table.io(), inputsLocation);
        SortedMap<String, Entry> next = new TreeMap<>(entries);
        next.put(partition.toString(), new Entry(inputsLocation, inputs.fingerprint(), spec.columns().toString()));
        String nextLocation = directory() + "ledger-" + UUID.randomUUID() + ".json";
        write(nextLocation, next);
        return new Ledger(table, nextLocation, next);
    }

    private void write(String to, Map<String, Entry> next) {
        try (var out = table.io().newOutputFile(to).create()) {
            MAPPER.writeValue(out, next);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to write: " + to, e);
        }
    }

    /** Where it is written. */
    String location() {
        return location;
    }
}
