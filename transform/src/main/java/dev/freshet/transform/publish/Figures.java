package dev.freshet.transform.publish;

import dev.freshet.spec.Column;
import dev.freshet.transform.checksum.Checksum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What one side of a comparison has.
 *
 * @param columns the checksum of each column of the spec
 */
record Figures(long rows, List<String> columns, long rejects, String rejectsChecksum) {
    /** Reads the only row of a query of {@link dev.freshet.spec.sql.Reconciliation}. */
    static Figures of(ResultSet row, int columns) throws SQLException {
        return new Figures(row.getLong(1), checksums(row, 2, columns), row.getLong(columns + 2),
                checksum(row, columns + 3));
    }

    static List<String> checksums(ResultSet row, int first, int count) throws SQLException {
        List<String> checksums = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            checksums.add(checksum(row, i));
        }
        return checksums;
    }

    static String checksum(ResultSet row, int index) throws SQLException {
        byte[] checksum = row.getBytes(index);
        return checksum == null ? Checksum.NONE : HexFormat.of().formatHex(checksum);
    }

    /** How history, which has {@code others}, differs from the tail, which has these. */
    List<String> differences(Figures others, List<Column> names) {
        List<String> differences = new ArrayList<>();
        compare(differences, "rows", rows, others.rows);
        compare(differences, "rejects", rejects, others.rejects);
        if (differences.isEmpty()) {
            for (int i = 0; i < columns.size(); i++) {
                compare(differences, "column " + names.get(i).name(), columns.get(i), others.columns.get(i));
            }
            compare(differences, "rejects", rejectsChecksum, others.rejectsChecksum);
        }
        return differences;
    }

    private static void compare(List<String> differences, String figure, long tail, long history) {
        if (tail != history) {
            differences.add("%s: tail %d, history %d (%+d)".formatted(figure, tail, history, history - tail));
        }
    }

    private static void compare(List<String> differences, String figure, String tail, String history) {
        if (!tail.equals(history)) {
            differences.add("%s: checksum of tail %s, history %s".formatted(figure, tail, history));
        }
    }
}
