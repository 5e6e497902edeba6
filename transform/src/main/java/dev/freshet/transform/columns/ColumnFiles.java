package dev.freshet.transform.columns;

import dev.freshet.spec.ParquetProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Writes the rows of columns as Parquet files of a table, which does not know them yet: sorted, one per partition. */
public final class ColumnFiles {
    private static final int INDEX_BYTES = 64;

    private final Table table;
    private final WriterSettings settings;
    private final OutputFileFactory locations;
    private final List<DataFile> files = new ArrayList<>();

    public ColumnFiles(Table table, ParquetProfile profile) {
        this.table = table;
        this.settings = WriterSettings.of(table, profile);
        this.locations = OutputFileFactory.builderFor(table, 0, System.nanoTime()).build();
    }

    /** Sorts and writes the rows, and clears the columns. */
    public void write(Columns columns) throws IOException {
        if (columns.rows() == 0) {
            return;
        }
        Partitions partitions = new Partitions(columns, table.spec());
        RowOrder order = new RowOrder(columns);
        order.sort(table.sortOrder());
        order.sort(partitions.numbers());
        int[] rows = order.rows();
        try (Compression compression = new Compression(settings.codec(), settings.level())) {
            Scratch scratch = new Scratch();
            List<ChunkWriter> chunks = new ArrayList<>();
            for (Leaf leaf : columns.leaves()) {
                chunks.add(new ChunkWriter(leaf, new Slots(leaf, columns.rows(), rows, scratch), settings, compression,
                        scratch));
            }
            int from = 0;
            while (from < rows.length) {
                long partition = partitions.numbers()[rows[from]];
                int to = from + 1;
                while (to < rows.length && partitions.numbers()[rows[to]] == partition) {
                    to++;
                }
                write(columns, chunks, partitions.key((int) partition), from, to);
                from = to;
            }
        }
        columns.clear();
    }

    /** All files that were written so far. */
    public List<DataFile> files() {
        return List.copyOf(files);
    }

    /** Writes rows of one partition, in files of about the target size. */
    private void write(Columns columns, List<ChunkWriter> chunks, PartitionKey partition, int from, int to)
            throws IOException {
        long bytesPerRow = Math.max(1, columns.bytes() / columns.rows());
        int fileRows = (int) Math.max(1, Math.min(Integer.MAX_VALUE, settings.fileBytes() / bytesPerRow));
        int groupRows = (int) Math.max(1, Math.min(settings.rowGroupRows(), settings.rowGroupBytes() / bytesPerRow));
        for (int start = from; start < to; start += Math.min(fileRows, to - start)) {
            files.add(file(columns, chunks, partition, start, start + Math.min(fileRows, to - start), groupRows));
        }
    }

    private DataFile file(Columns columns, List<ChunkWriter> chunks, PartitionKey partition, int from, int to,
            int groupRows) throws IOException {
        EncryptedOutputFile file = locations.newOutputFile(table.spec(), partition);
        ParquetFileWriter writer = new ParquetFileWriter(new FileOutput(file.encryptingOutputFile()),
                columns.parquet(), ParquetFileWriter.Mode.CREATE, settings.rowGroupBytes(), 0, INDEX_BYTES,
                Integer.MAX_VALUE, true);
        try (writer) {
            writer.start();
            for (int start = from; start < to; start += Math.min(groupRows, to - start)) {
                int end = start + Math.min(groupRows, to - start);
                writer.startBlock(end - start);
                for (ChunkWriter chunk : chunks) {
                    chunk.write(writer, start, end);
                }
                writer.endBlock();
            }
            writer.end(Map.of("iceberg.schema", SchemaParser.toJson(columns.schema())));
        }
        ParquetMetadata footer = writer.getFooter();
        return DataFiles.builder(table.spec()).withEncryptedOutputFile(file).withFormat(FileFormat.PARQUET)
                .withPartition(partition).withFileSizeInBytes(writer.getPos()).withSortOrder(table.sortOrder())
                .withMetrics(ParquetUtil.footerMetrics(footer, fractions(footer),
                        MetricsConfig.forTable(table)))
                .withSplitOffsets(ParquetUtil.getSplitOffsets(footer)).build();
    }

    /** What Iceberg wants to know of floats and doubles beside the footer: that none is NaN. */
    private static Stream<FieldMetrics<?>> fractions(ParquetMetadata footer) {
        Map<Integer, Fractions> fields = new HashMap<>();
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                PrimitiveType type = chunk.getPrimitiveType();
                if (type.getPrimitiveTypeName() == PrimitiveTypeName.FLOAT
                        || type.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE) {
                    fields.computeIfAbsent(type.getId().intValue(), Fractions::new).add(chunk);
                }
            }
        }
        return fields.values().stream().map(Fractions::metrics);
    }
}
