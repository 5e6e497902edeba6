package dev.freshet.transform.engine;

import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.LineSample;
import dev.freshet.spec.sql.RowGroups;
import dev.freshet.transform.checksum.Checksum;
import dev.freshet.transform.checksum.LinesChecksum;
import dev.freshet.transform.checksum.RowsChecksum;
import dev.freshet.transform.checksum.TrinoHash;
import dev.freshet.transform.columns.Columns;
import dev.freshet.transform.columns.Leaf;
import dev.freshet.transform.columns.Node;
import dev.freshet.transform.columns.NumberLeaf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What an engine has read and written, as checksums that Trino computes as well. Not thread-safe. */
public final class Checksums {
    private final List<DataType> types;
    private final RowGroups groups;
    private final int key;
    private final long oneIn;
    private final SortedMap<String, LinesChecksum> lines = new TreeMap<>();
    private final SortedMap<Integer, RowsChecksum> rows = new TreeMap<>();
    private final RowsChecksum sample;
    private final Checksum rejects = new Checksum();
    private final SortedSet<Long> rejected = new TreeSet<>();

    /** @param bytes the size of all raw files of the ingest unit */
    Checksums(DatasetSpec spec, long bytes) {
        oneIn = LineSample.oneIn(bytes);
        types = spec.columns().stream().map(Column::type).toList();
        groups = RowGroups.of(spec);
        key = groups.key().map(spec.columns()::indexOf).orElse(-1);
        sample = new RowsChecksum(types);
    }

    /** Adds lines of a raw file. */
    void addFile(String path, LinesChecksum checksum) {
        if (checksum.lines() > 0) { // else Trino does not see it
            lines.computeIfAbsent(path, p -> new LinesChecksum()).addAll(checksum);
        }
    }

    /** Whether the sample has a line by its hash. */
    boolean isSampled(long line) {
        return LineSample.has(line, oneIn);
    }

    /**
     * Adds a row.
     *
     * @param file the id of its raw file
     * @param line the hash of its line
     * @param values one per column of the spec
     */
    void addRow(long file, long line, List<Object> values) {
        int group = groups.of(file, key < 0 ? 0 : hash(values.get(key)));
        rows.computeIfAbsent(group, g -> new RowsChecksum(types)).add(values);
        if (isSampled(line)) {
            sample.add(values);
        }
    }

    /**
     * Adds the first rows of columns.
     *
     * @param nodes one per column of the spec
     * @param files the ids of the rows' raw files
     * @param sampled the rows whose lines are in the sample
     */
    void addRows(List<Node> nodes, int count, NumberLeaf files, BitSet sampled) {
        RowsChecksum[] ofRows = new RowsChecksum[count];
        for (int row = 0; row < count; row++) {
            int group = groups.of(files.get(row), key < 0 ? 0 : ((Leaf) nodes.get(key)).keyHash(row));
            ofRows[row] = rows.computeIfAbsent(group, g -> new RowsChecksum(types));
        }
        for (int i = 0; i < nodes.size(); i++) {
            Columns.hash(nodes.get(i), count, new ColumnHashes(i, ofRows, sampled));
        }
    }

    private final class ColumnHashes implements Columns.Hashes {
        private final int column;
        private final RowsChecksum[] ofRows;
        private final BitSet sampled;

        ColumnHashes(int column, RowsChecksum[] ofRows, BitSet sampled) {
            this.column = column;
            this.ofRows = ofRows;
            this.sampled = sampled;
        }

        @Override
        public void add(int row, long hash) {
            ofRows[row].column(column).add(hash);
            if (sampled.get(row)) {
                sample.column(column).add(hash);
            }
        }

        @Override
        public void addNull(int row) {
            ofRows[row].column(column).addNull();
            if (sampled.get(row)) {
                sample.column(column).addNull();
            }
        }
    }

    /** Adds those of other lines. */
    void addAll(Checksums other) {
        other.lines.forEach(this::addFile);
        other.rows.forEach((group, checksum) -> rows.computeIfAbsent(group, g -> new RowsChecksum(types))
                .addAll(checksum));
        sample.addAll(other.sample);
        rejects.addAll(other.rejects);
        rejected.addAll(other.rejected);
    }

    private static long hash(Object key) {
        return switch (key) {
            case null -> 0;
            case UUID uuid -> hash(ByteBuffer.allocate(2 * Long.BYTES).putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits()).array());
            case Long number -> hash(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            default -> hash(key.toString().getBytes(StandardCharsets.UTF_8));
        };
    }

    private static long hash(byte[] bytes) {
        return TrinoHash.bytes(bytes, 0, bytes.length);
    }

    /** Adds a rejected line. */
    void addReject(String file, String reason, long line) {
        addReject(file, reason);
        if (rejected.size() <= LineSample.REJECTS) {
            rejected.add(line);
        }
    }

    /** Adds a rejected file. */
    void addReject(String file, String reason) {
        rejects.add(hash((file + ": " + reason).getBytes(StandardCharsets.UTF_8)));
    }

    /** The lines by path of those raw files that have any. */
    public Map<String, LinesChecksum> lines() {
        return Collections.unmodifiableMap(lines);
    }

    /** The rows by {@link RowGroups}. */
    public SortedMap<Integer, RowsChecksum> rows() {
        return Collections.unmodifiableSortedMap(rows);
    }

    /** The rows of the lines in the sample. */
    public RowsChecksum sample() {
        return sample;
    }

    /** {@code file: reason} of all rejects. */
    public Checksum rejects() {
        return rejects;
    }

    /** The lines that Trino is to read once more; empty if there are too many rejects for that. */
    public Optional<LineSample> lineSample() {
        return Optional.of(rejected).filter(lines -> lines.size() <= LineSample.REJECTS)
                .map(lines -> new LineSample(oneIn, lines));
    }
}
