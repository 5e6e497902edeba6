package dev.freshet.transform.engine;

import dev.freshet.transform.columns.ColumnFiles;
import dev.freshet.transform.columns.Columns;
import dev.freshet.transform.columns.SortedRows;
import dev.freshet.spec.ParquetProfile;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.RootCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** Rows of one table by column. */
final class TableColumns implements TableWriter {
    /** An estimate for rows that have no line. */
    static final int RECORD_BYTES = 1 << 16;
    private static final int CHECK_BYTES = 1 << 20;
    /** So that short lines with many columns are checked, too. */
    private static final int ROW_BYTES = CHECK_BYTES / 256;

    private final Table table;
    private final Columns columns;
    private final ColumnFiles files;
    private final long memory;
    private long unchecked;
    /** Rows that other threads write, too; {@code null} if there are none. */
    private SortedRows shared;

    /** @param memory bytes that the columns may take */
    TableColumns(Table table, ParquetProfile profile, long memory) {
        this.table = table;
        this.columns = new Columns(table.schema());
        this.files = new ColumnFiles(table, profile);
        this.memory = memory;
    }

    /** Sorts the rows that all of these hold, which write them together when each of them is flushed. */
    static void sortTogether(List<TableColumns> parts) {
        List<Columns> held = parts.stream().map(TableColumns::columns).toList();
        if (parts.size() > 1 && Columns.canJoin(held)) {
            SortedRows all = parts.getFirst().files.sort(Columns.join(held), parts.size());
            parts.forEach(part -> part.shared = all);
        }
    }

    Columns columns() {
        return columns;
    }

    @Override
    public void add(Record row) {
        columns.write(row);
        columns.endRow();
        if (isFullAfter(RECORD_BYTES)) {
            flush();
        }
    }

    /**
     * Whether the columns take as much memory as they may.
     *
     * @param bytes of the line whose row was added
     */
    boolean isFullAfter(int bytes) {
        unchecked += bytes + ROW_BYTES;
        if (unchecked < CHECK_BYTES) {
            return false;
        }
        unchecked = 0;
        return columns.bytes() >= memory;
    }

    @Override
    public void flush() {
        try {
            if (shared != null) {
                files.write(shared);
                shared = null;
            }
            files.write(columns);
        } catch (IOException | UncheckedIOException e) {
            throw new LakehouseException(
                    "Cannot write Parquet for %s: %s".formatted(table.name(), RootCause.of(e).getMessage()), e);
        }
    }

    @Override
    public List<DataFile> files() {
        return files.files();
    }
}
