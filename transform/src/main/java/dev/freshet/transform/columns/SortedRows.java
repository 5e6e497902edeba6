package dev.freshet.transform.columns;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;

/**
 * Rows in the order of a table's files: by partition, and then by its sort order. They are divided into files, whose
 * sort keys do not overlap within a partition, and each thread that writes takes the next file. Thread-safe, as the
 * columns do not change any more.
 */
public final class SortedRows {
    /**
     * The rows of a file, as places in the order.
     *
     * @param to exclusive
     */
    record FileRows(PartitionKey partition, int from, int to) {}

    private final Columns columns;
    private final int[] order;
    private final long bytesPerRow;
    private final Queue<FileRows> files = new ConcurrentLinkedQueue<>();

    /**
     * @param fileBytes the most memory that the rows of one file take, about
     * @param threads so many write at once. A partition gets as many files as it has shares of the rows, rounded.
     */
    SortedRows(Columns columns, Table table, long fileBytes, int threads) {
        this.columns = columns;
        this.bytesPerRow = Math.max(1, columns.bytes() / Math.max(1, columns.rows()));
        Partitions partitions = new Partitions(columns, table.spec());
        RowOrder sorted = new RowOrder(columns);
        sorted.sort(table.sortOrder());
        sorted.sort(partitions.numbers());
        this.order = sorted.rows();
        columns.leaves().forEach(Leaf::prepareToWrite);
        divide(partitions, fileBytes / bytesPerRow, threads);
    }

    private void divide(Partitions partitions, long mostRows, int threads) {
        long[] numbers = partitions.numbers();
        int from = 0;
        while (from < order.length) {
            int to = from + 1;
            while (to < order.length && numbers[order[to]] == numbers[order[from]]) {
                to++;
            }
            long rows = to - from;
            long shares = Math.round((double) rows * threads / order.length);
            long count = Math.min(rows, Math.max(shares, Math.ceilDiv(rows, Math.max(1, mostRows))));
            for (long i = 0; i < count; i++) {
                files.add(new FileRows(partitions.key((int) numbers[order[from]]), (int) (from + rows * i / count),
                        (int) (from + rows * (i + 1) / count)));
            }
            from = to;
        }
    }

    /** The rows of the next file to write, or {@code null} at the end. */
    FileRows next() {
        return files.poll();
    }

    Columns columns() {
        return columns;
    }

    /** The numbers of all rows. */
    int[] order() {
        return order;
    }

    /** About how much memory a row takes. */
    long bytesPerRow() {
        return bytesPerRow;
    }
}
