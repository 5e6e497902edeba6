package dev.freshet.transform.engine;

import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.RootCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Rows of one table as records. */
final class RowBuffer implements TableWriter {
    /** Rows are written when this many characters of raw lines have been read: about a gigabyte of heap. */
    private static final long CHARACTERS_PER_FILE = 128L << 20;
    /** An estimate for rows that have no line. */
    private static final long CHARACTERS_PER_RECORD = 200;

    private final Table table;
    private final OutputFileFactory locations;
    private final InternalRecordWrapper wrapper;
    private final PartitionKey key;
    private final Map<PartitionKey, List<Record>> partitions = new HashMap<>();
    private final List<DataFile> files = new ArrayList<>();
    private long characters;

    RowBuffer(Table table) {
        this.table = table;
        this.locations = OutputFileFactory.builderFor(table, 0, System.nanoTime()).build();
        this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
        this.key = new PartitionKey(table.spec(), table.schema());
    }

    @Override
    public void add(Record row) {
        add(row, CHARACTERS_PER_RECORD);
    }

    /** @param length the characters of the row's line */
    void add(Record row, long length) {
        key.partition(wrapper.wrap(row));
        List<Record> rows = partitions.get(key);
        if (rows == null) {
            rows = new ArrayList<>();
            partitions.put(key.copy(), rows);
        }
        rows.add(row);
        characters += length;
        if (characters >= CHARACTERS_PER_FILE) {
            flush();
        }
    }

    @Override
    public void flush() {
        partitions.forEach(this::write);
        partitions.clear();
        characters = 0;
    }

    @Override
    public List<DataFile> files() {
        return List.copyOf(files);
    }

    private void write(PartitionKey partition, List<Record> rows) {
        if (table.sortOrder().isSorted()) {
            Comparator<StructLike> order = SortOrderComparators.forSchema(table.schema(), table.sortOrder());
            InternalRecordWrapper left = new InternalRecordWrapper(table.schema().asStruct());
            InternalRecordWrapper right = new InternalRecordWrapper(table.schema().asStruct());
            rows.sort((a, b) -> order.compare(left.wrap(a), right.wrap(b)));
        }
        try {
            DataWriter<Record> writer = Parquet.writeData(locations.newOutputFile(table.spec(), partition))
                    .forTable(table).withPartition(partition).createWriterFunc(GenericParquetWriter::create).build();
            try (writer) {
                rows.forEach(writer::write);
            }
            files.add(writer.toDataFile());
        } catch (IOException | UncheckedIOException e) {
            throw new LakehouseException(
                    "Cannot write Parquet for %s: %s".formatted(table.name(), RootCause.of(e).getMessage()), e);
        }
    }
}
