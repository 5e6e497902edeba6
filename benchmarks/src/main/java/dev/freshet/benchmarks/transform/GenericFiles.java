package dev.freshet.benchmarks.transform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;

/** Files of Iceberg's generic writer, with its default settings and zstd. */
record GenericFiles(Schema schema, Path out) implements PeerFiles {
    @Override
    public void write(Path file, List<Object[]> rows) throws IOException {
        GenericRecord row = GenericRecord.create(schema);
        try (FileAppender<Record> appender = Parquet.write(Files.localOutput(file.toFile())).schema(schema)
                .set(TableProperties.PARQUET_COMPRESSION, "zstd").createWriterFunc(GenericParquetWriter::create)
                .build()) {
            for (Object[] values : rows) {
                for (int i = 0; i < values.length; i++) {
                    row.set(i, values[i]);
                }
                appender.add(row);
            }
        }
    }
}
