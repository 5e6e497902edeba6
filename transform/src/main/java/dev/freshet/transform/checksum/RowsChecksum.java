package dev.freshet.transform.checksum;

import dev.freshet.spec.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trino's {@code checksum} of each column of some rows. Not thread-safe.
 * <p>
 * For {@code checksum(ROW(a, b))}, take one column of a row type, whose value is the list of all values. It proves
 * less: a row's hash is a weighted sum of its fields, with weaker hashes for numbers, and NULL is like an empty array
 * or map. Neither form notices values that changed places within a column.
 */
public final class RowsChecksum {
    private final ValueHash[] hashes;
    private final Checksum[] columns;

    /** @param types of the columns, in the order of the values */
    public RowsChecksum(List<DataType> types) {
        hashes = types.stream().map(ValueHash::of).toArray(ValueHash[]::new);
        columns = Stream.generate(Checksum::new).limit(hashes.length).toArray(Checksum[]::new);
    }

    /** @param values as {@link dev.freshet.transform.json.LineMapper} returns them */
    public void add(List<Object> values) {
        for (int i = 0; i < columns.length; i++) {
            Object value = values.get(i);
            if (value == null) {
                columns[i].addNull();
            } else {
                columns[i].add(hashes[i].of(value));
            }
        }
    }

    public void addAll(RowsChecksum other) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].addAll(other.columns[i]);
        }
    }

    /** One column's, to which an engine that works by column adds itself. */
    public Checksum column(int index) {
        return columns[index];
    }

    /** {@code checksum(a), checksum(b), ...} as hexadecimal digits. */
    public List<String> byColumn() {
        return Arrays.stream(columns).map(Checksum::hex).toList();
    }

    public long rows() {
        return columns[0].count();
    }
}
