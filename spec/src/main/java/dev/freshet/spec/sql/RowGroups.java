package dev.freshet.spec.sql;

import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DatasetSpec;
import java.util.Optional;

/**
 * The groups in which rows are compared: by raw file, and by the value of one column. A checksum is a sum, so values
 * that changed places within a column are noticed only between groups.
 *
 * @param key the first column with many values, if there is one
 */
public record RowGroups(Optional<Column> key) {
    private static final int FILES = 16;
    private static final int KEYS = 16;

    public static RowGroups of(DatasetSpec spec) {
        return new RowGroups(spec.columns().stream()
                .filter(column -> column.type() == Scalar.UUID || column.type() == Scalar.BIGINT
                        || column.type() == Scalar.VARCHAR)
                .findFirst());
    }

    /** The group of a row of history in Trino. */
    String sql() {
        String file = "bitwise_and(%s, %d) * %d".formatted(DatasetSpec.FILE_COLUMN, FILES - 1, KEYS);
        return key.map(column -> file + " + " + ofKey(column, column.historyName())).orElse(file);
    }

    /** The group by the key alone, of a row with the spec's columns. */
    String byKey() {
        return key.map(column -> ofKey(column, column.name())).orElse("0");
    }

    private static String ofKey(Column column, String name) {
        return "coalesce(bitwise_and(from_big_endian_64(xxhash64(%s)), %d), 0)"
                .formatted(bytes(column, Names.quoted(name)), KEYS - 1);
    }

    private static String bytes(Column column, String name) {
        return column.type() == Scalar.VARCHAR ? "to_utf8(" + name + ")"
                : column.type() == Scalar.UUID ? "CAST(" + name + " AS varbinary)"
                        : "to_big_endian_64(CAST(" + name + " AS bigint))";
    }

    /**
     * The same in Java.
     *
     * @param file the id of the raw file
     * @param keyHash XXH64 of the key's value: UTF-8, or bytes with the most significant first; 0 for NULL
     */
    public int of(long file, long keyHash) {
        return (int) ((file & FILES - 1) * KEYS + (keyHash & KEYS - 1));
    }

    /** Whether a group has rows of this raw file. */
    public static boolean has(int group, long file) {
        return group / KEYS == (file & FILES - 1);
    }
}
