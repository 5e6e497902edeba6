package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Sha256;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.landing.RawFile;
import java.time.YearMonth;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;

/**
 * Records which raw files each landing partition of history was made from. A property of the history table names the
 * ledger's root. It is set in the same commit that the ledger describes, and survives compaction and snapshot expiry.
 * The ledger's files are in a directory next to the table's, which Trino's procedures do not list.
 */
public final class Ledger {
    /** The ledger before the first run. */
    public static final Ledger EMPTY = new Ledger(null, null, Optional.empty());

    private static final String PROPERTY = "freshet.ledger";
    private static final String RECONCILED_BY = "freshet.reconciled-by";

    private static final JavaType INPUTS = LedgerStore.type(new TypeReference<List<Inputs.Input>>() {
    });

    private final LedgerStore store;
    private final LedgerTree<Entry> tree;
    private final Optional<String> reconciledBy;

    /**
     * @param inputs the location of {@link Inputs}
     * @param fingerprint {@link Inputs#fingerprint}
     * @param columns a digest of the {@link DatasetSpec#columns}, or of the rules, by which the lines were read
     * @param dropped the location of the {@link Inputs} whose rows were last dropped; null if none
     */
    record Entry(String inputs, String fingerprint, String columns, String dropped) {}

    private Ledger(LedgerStore store, LedgerTree<Entry> tree, Optional<String> reconciledBy) {
        this.store = store;
        this.tree = tree;
        this.reconciledBy = reconciledBy;
    }

    static Ledger of(Table table) {
        LedgerStore store = LedgerStore.of(table);
        return new Ledger(store, new LedgerTree<>(store, table.properties().get(PROPERTY), Entry.class),
                Optional.ofNullable(table.properties().get(RECONCILED_BY)));
    }

    /** What names this ledger in the history table. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(Map.of(PROPERTY, tree.root()));
        reconciledBy.ifPresent(rules -> properties.put(RECONCILED_BY, rules));
        return properties;
    }

    /** The digest of the rules by which a large landing partition was last reconciled in full. */
    public Optional<String> reconciledBy() {
        return reconciledBy;
    }

    private Optional<Entry> entry(LandingPartition partition) {
        return tree == null ? Optional.empty() : tree.get(partition.toString());
    }

    /** Whether history has nothing of a landing partition, rather than the rows of raw files that were deleted. */
    public boolean isEmpty(LandingPartition partition) {
        return inputs(partition).orElse(Inputs.NONE).files().isEmpty();
    }

    /** The raw files that the partition was made from; empty if it was never ingested. */
    public Optional<Inputs> inputs(LandingPartition partition) {
        return entry(partition).map(entry -> inputs(entry.inputs()));
    }

    /** The inputs that were last dropped from the partition. */
    Optional<Inputs> dropped(LandingPartition partition) {
        return entry(partition).map(Entry::dropped).map(this::inputs);
    }

    private Inputs inputs(String location) {
        return new Inputs(store.read(location, INPUTS));
    }

    /** Whether the partition was made from exactly these files. */
    public boolean holds(LandingPartition partition, List<RawFile> files) {
        return entry(partition).map(entry -> entry.fingerprint().equals(Inputs.fingerprint(files)))
                .orElse(files.isEmpty());
    }

    /** Whether the partition was made from exactly these files, by the spec's current columns. */
    public boolean holds(LandingPartition partition, List<RawFile> files, DatasetSpec spec) {
        return holds(partition, files) && isOfColumns(partition, spec);
    }

    /** Whether the partition was read by the spec's columns; also true if it was never ingested. */
    public boolean isOfColumns(LandingPartition partition, DatasetSpec spec) {
        return isOf(partition, columns(spec));
    }

    /** The same for the digest that the ledger was given. */
    boolean isOf(LandingPartition partition, String columns) {
        return entry(partition).filter(entry -> !entry.columns().equals(columns)).isEmpty();
    }

    static String columns(DatasetSpec spec) {
        return Sha256.hex(spec.columns().toString());
    }

    /** How the current files differ from those that the partition was made from. */
    public InputChanges changes(LandingPartition partition, List<RawFile> files) {
        return inputs(partition).orElse(Inputs.NONE).changes(files);
    }

    /** All landing partitions that were ingested, oldest first. */
    public List<LandingPartition> partitions() {
        List<LandingPartition> partitions = new ArrayList<>();
        if (tree != null) {
            tree.forEach((key, entry) -> partitions.add(LandingPartition.parse(key)), location -> {
            });
        }
        return partitions;
    }

    /** The months with landing partitions that were ingested, oldest first. */
    public List<YearMonth> months() {
        return tree == null ? List.of() : tree.months().stream().map(YearMonth::parse).toList();
    }

    /**
     * Writes a copy of this ledger with one ingest unit changed. It takes effect once the table names it.
     *
     * @param columns a digest of the columns, or of the rules, by which the lines were read
     * @param inFull the digest of the rules by which the unit was reconciled in full, if so
     */
    Ledger with(IngestUnit unit, Inputs inputs, Optional<Inputs> dropped, String columns, Optional<String> inFull) {
        String before = entry(unit.landed()).map(Entry::dropped).orElse(null);
        Entry entry = new Entry(write(unit, inputs), inputs.fingerprint(), columns,
                dropped.map(d -> write(unit, d)).orElse(before));
        return new Ledger(store, tree.with(unit.toString(), entry), inFull.or(() -> reconciledBy));
    }

    /** Writes a copy of this ledger in which raw files of a landing partition are deleted. */
    Ledger withDeleted(IngestUnit unit, Collection<Inputs.Input> files) {
        Entry before = entry(unit.landed()).orElseThrow();
        Inputs inputs = inputs(before.inputs()).deleted(files);
        Entry entry = new Entry(write(unit, inputs), inputs.fingerprint(), before.columns(), before.dropped());
        return new Ledger(store, tree.with(unit.toString(), entry), reconciledBy);
    }

    /** Writes a copy of this ledger without a landing partition. */
    Ledger without(LandingPartition partition) {
        return new Ledger(store, tree.without(partition.toString()), reconciledBy);
    }

    private String write(IngestUnit unit, Inputs inputs) {
        return store.write("inputs-" + unit, inputs.files());
    }

    /** The location of the ledger's root. */
    String location() {
        return tree.root();
    }

    /** All files of this ledger and of earlier ones; empty if the catalog's files cannot be listed. */
    public List<FileInfo> files() {
        return store == null ? List.of() : store.files();
    }

    /** The files that this ledger consists of, without those of earlier ones. */
    Set<String> reachable() {
        Set<String> files = new HashSet<>();
        tree.forEach((key, entry) -> {
            files.add(entry.inputs());
            if (entry.dropped() != null) {
                files.add(entry.dropped());
            }
        }, files::add);
        return files;
    }
}
