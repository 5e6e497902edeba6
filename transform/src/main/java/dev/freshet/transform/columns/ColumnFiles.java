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

/**
 * Writes the rows of columns as Parquet files of a table, which does not know them yet: sorted, and each of one
 * partition. Not thread-safe.
 */
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
        if (columns.rows() > 0) {
            write(sort(columns, 1));
            columns.clear();
        }
    }

    /**
     * Sorts the rows, which do not change from then on.
     *
     * @param threads so many will write them at once, each with {@link #write(SortedRows)} of its own
     */
    public SortedRows sort(Columns columns, int threads) {
        return new SortedRows(columns, table, settings.fileBytes(), threads);
    }

    /** Writes those files of the rows that no other thread writes. */
    public void write(SortedRows rows) throws IOException {
        SortedRows.FileRows next = rows.next();
        if (next == null) {
            return;
        }
        try (Compression compression = new Compression(settings.codec(), settings.level())) {
            List<ChunkWriter> chunks = chunks(rows, compression);
            for (; next != null; next = rows.next()) {
                files.add(file(rows, chunks, next));
            }
        }
    }

    private List<ChunkWriter> chunks(SortedRows rows, Compression compression) {
        Scratch scratch = new Scratch();
        Columns columns = rows.columns();
        return columns.leaves().stream().map(leaf -> new ChunkWriter(leaf,
                new Slots(leaf, columns.rows(), rows.order(), scratch), settings, compression, scratch)).toList();
    }

    /** All files that were written so far. */
    public List<DataFile> files() {
        return List.copyOf(files);
    }

    private DataFile file(SortedRows rows, List<ChunkWriter> chunks, SortedRows.FileRows place) throws IOException {
        int groupRows = (int) Math.max(1,
                Math.min(settings.rowGroupRows(), settings.rowGroupBytes() / rows.bytesPerRow()));
        EncryptedOutputFile file = locations.newOutputFile(table.spec(), place.partition());
        ParquetFileWriter writer = new ParquetFileWriter(new FileOutput(file.encryptingOutputFile()),
                rows.columns().parquet(), ParquetFileWriter.Mode.CREATE, settings.rowGroupBytes(), 0, INDEX_BYTES,
                Integer.MAX_VALUE, true);
        try (writer) {
            writer.start();
            for (int start = place.from(), end; start < place.to(); start = end) {
                end = start + Math.min(groupRows, place.to() - start);
                writer.startBlock(end - start);
                for (ChunkWriter chunk : chunks) {
                    chunk.write(writer, start, end);
                }
                writer.endBlock();
            }
            writer.end(Map.of("iceberg.schema", SchemaParser.toJson(rows.columns().schema())));
        }
        ParquetMetadata footer = writer.getFooter();
        return DataFiles.builder(table.spec()).withEncryptedOutputFile(file).withFormat(FileFormat.PARQUET)
                .withPartition(place.partition()).withFileSizeInBytes(writer.getPos()).withSortOrder(table.sortOrder())
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
