package dev.freshet.benchmarks.cutover;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Figures of the rows of one file, computed by its writer and by its readers. The sums do not depend on the rows'
 * order.
 *
 * @param firstId the smallest id; a file's ids are consecutive and in no other file
 * @param lastId the largest id
 * @param checksum the sum over the rows of the CRC-32 of all their columns
 */
record Figures(long rows, long firstId, long lastId, long idSum, long checksum) {
    /** The query for the figures, with the file's number as the first column. */
    static String sql(String table, Optional<LocalDate> before) {
        return """
               SELECT file_no, count(*), min(id), max(id), sum(id), sum(crc32(to_utf8(
                 CAST(id AS varchar) || ' ' || CAST(amount AS varchar) || ' ' || note)))
               FROM %s%s GROUP BY file_no""".formatted(table, before.map(day -> " WHERE landed_on < DATE '" + day + "'")
                .orElse(""));
    }

    /** How the rows that were read of a file differ from those that landed. */
    enum Difference {
        NONE,
        SOME_ABSENT,
        SOME_TWICE,
        OTHER_VALUES
    }

    /**
     * @param read of the same file. Ids are consecutive, so more rows than ids means that some are there twice, and
     *        fewer that some are missing.
     */
    Difference to(Figures read) {
        if (read.equals(this)) {
            return Difference.NONE;
        }
        if (read.firstId < firstId || read.lastId > lastId) {
            return Difference.OTHER_VALUES;
        }
        if (read.rows < rows) {
            return Difference.SOME_ABSENT;
        }
        if (read.rows > rows) {
            return Difference.SOME_TWICE;
        }
        return read.idSum == idSum && read.firstId == firstId && read.lastId == lastId ? Difference.OTHER_VALUES
                : Difference.SOME_TWICE;
    }
}
