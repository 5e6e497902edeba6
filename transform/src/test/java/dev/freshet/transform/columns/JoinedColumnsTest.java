package dev.freshet.transform.columns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.spec.ParquetProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns that several threads filled, sorted as one and written by several threads. */
class JoinedColumnsTest {
    private static final int THREADS = 3;
    /** With the ids that a catalog gives. */
    private static final Types.StructType DEVICE = Types.StructType.of(
            NestedField.optional(14, "model", Types.StringType.get()),
            NestedField.optional(15, "sizes", Types.ListType.ofOptional(16, Types.IntegerType.get())));
    private static final Schema SCHEMA = new Schema(
            NestedField.required(1, "id", Types.LongType.get()),
            NestedField.optional(2, "day", Types.DateType.get()),
            NestedField.optional(3, "text", Types.StringType.get()),
            NestedField.optional(4, "price", Types.DoubleType.get()),
            NestedField.optional(5, "uuid", Types.UUIDType.get()),
            NestedField.optional(6, "wide", Types.DecimalType.of(30, 2)),
            NestedField.optional(7, "bytes", Types.BinaryType.get()),
            NestedField.optional(8, "tags", Types.ListType.ofOptional(11, Types.StringType.get())),
            NestedField.optional(9, "metrics",
                    Types.MapType.ofOptional(12, 13, Types.StringType.get(), Types.LongType.get())),
            NestedField.optional(10, "device", DEVICE));
    /** Nulls come first, as in the table's sort order. */
    private static final Comparator<Record> ORDER = Comparator
            .comparing((Record row) -> (String) row.getField("text"),
                    Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(row -> (Long) row.getField("id"), Comparator.reverseOrder());

    private final Random random = new Random(3);

    /** How often texts repeat, by part. */
    private enum Texts {
        /** One text per so many rows. */
        FEW(true, 500, 500, 500),
        /** Too many for equal values to share an entry. */
        MANY(false, 1, 1, 1),
        /** Few in each part, and too many in all. */
        MANY_IN_ALL(false, 3, 3, 3),
        FEW_FIRST(false, 500, 1, 500),
        FEW_LAST(false, 1, 1, 500);

        private final boolean isShared;
        private final int[] rowsPerText;

        Texts(boolean isShared, int... rowsPerText) {
            this.isShared = isShared;
            this.rowsPerText = rowsPerText;
        }

        private int rows() {
            return this == MANY_IN_ALL ? 75_000 : 6_000;
        }

        private String text(int part, int row) {
            int number = row / rowsPerText[part];
            return (rowsPerText[part] == 500 ? "few " : "part " + part + " ") + number * 7919 % 100_003;
        }
    }

    @ParameterizedTest
    @EnumSource
    void filesOfAPartitionDoNotOverlap(Texts texts) throws Exception {
        List<Record> rows = new ArrayList<>();
        List<Columns> parts = new ArrayList<>();
        for (int part = 0; part < THREADS; part++) {
            Columns columns = new Columns(SCHEMA);
            for (int i = 0; i < texts.rows() - 300 * part; i++) {
                Record row = row(rows.size(), random.nextInt(10) == 0 ? null : texts.text(part, i));
                rows.add(row);
                columns.write(row);
                columns.endRow();
            }
            parts.add(columns);
        }
        assertThat(Columns.canJoin(parts)).isTrue();
        Columns joined = Columns.join(parts);
        assertThat(((BytesLeaf) joined.column("text")).isShared).isEqualTo(texts.isShared);
        assertThat(parts).allMatch(part -> part.rows() == 0);

        try (InMemoryCatalog catalog = new InMemoryCatalog()) {
            Table table = table(catalog);
            Map<String, List<List<Record>>> files = new LinkedHashMap<>();
            for (DataFile file : write(table, joined)) {
                files.computeIfAbsent(file.partition().toString(), partition -> new ArrayList<>())
                        .add(read(table, file));
            }
            List<Record> written = new ArrayList<>();
            files.values().forEach(partition -> {
                partition.sort(Comparator.comparing(List::getFirst, ORDER));
                List<Record> all = partition.stream().flatMap(List::stream).toList();
                assertThat(all).isSortedAccordingTo(ORDER);
                written.addAll(all);
            });
            assertThat(files.values().stream().mapToInt(List::size)).containsExactlyInAnyOrder(2, 1);
            written.sort(Comparator.comparing(row -> (Long) row.getField("id")));
            assertThat(written).isEqualTo(rows);
        }
    }

    /** Hashes read the values row by row, those of arrays and maps, too. */
    @Test
    void joinedColumnsHoldTheRowsOfAllPartsInTheirOrder() {
        List<Columns> parts = Stream.generate(() -> new Columns(SCHEMA)).limit(4).toList();
        Columns all = new Columns(SCHEMA);
        for (int i = 0; i < 3_000; i++) {
            Columns part = parts.get(i / 1_000 == 2 ? 3 : i / 1_000); // the third one stays empty
            Record row = row(i, "text " + i % 10);
            for (Columns columns : List.of(part, all)) {
                columns.write(row);
                columns.discardRow();
                columns.write(row);
                columns.endRow();
            }
        }
        Columns joined = Columns.join(parts);
        assertThat(hashes(joined)).isEqualTo(hashes(all));

        Columns empty = parts.getFirst();
        assertThat(hashes(empty)).allMatch(List::isEmpty);
        Record row = row(7, "later");
        for (Columns columns : List.of(empty, joined, all)) {
            columns.write(row);
            columns.endRow();
        }
        assertThat(hashes(joined)).isEqualTo(hashes(all));
        assertThat(hashes(Columns.join(List.of(joined, empty))).getFirst()).hasSize(3_002);
    }

    @Test
    void noRowsAtAllCanBeJoined() throws Exception {
        Columns joined = Columns.join(List.of(new Columns(SCHEMA), new Columns(SCHEMA)));
        try (InMemoryCatalog catalog = new InMemoryCatalog()) {
            assertThat(write(table(catalog), joined)).isEmpty();
        }
    }

    @Test
    void textThatIsTooLongForOneArrayIsNotJoined() {
        Columns columns = new Columns(SCHEMA);
        columns.write(row(1, "x".repeat(10_000)));
        columns.endRow();
        assertThat(Columns.canJoin(Collections.nCopies(200_000, columns))).isTrue();
        assertThat(Columns.canJoin(Collections.nCopies(220_000, columns))).isFalse();
    }

    private static List<List<Long>> hashes(Columns columns) {
        return SCHEMA.columns().stream().map(field -> {
            List<Long> hashes = new ArrayList<>();
            Columns.hash(columns.column(field.name()), columns.rows(), new Columns.Hashes() {
                @Override
                public void add(int row, long hash) {
                    hashes.add(hash);
                }

                @Override
                public void addNull(int row) {
                    hashes.add(null);
                }
            });
            return hashes;
        }).toList();
    }

    private static Table table(InMemoryCatalog catalog) {
        catalog.initialize("lakehouse", Map.of());
        catalog.createNamespace(Namespace.of("test"));
        return catalog.buildTable(TableIdentifier.of("test", "rows"), SCHEMA)
                .withPartitionSpec(PartitionSpec.builderFor(SCHEMA).identity("day").build())
                .withSortOrder(SortOrder.builderFor(SCHEMA).asc("text").desc("id").build()).create();
    }

    private static List<DataFile> write(Table table, Columns columns) throws Exception {
        List<ColumnFiles> writers = Stream.generate(() -> new ColumnFiles(table, ParquetProfile.MODERN))
                .limit(THREADS).toList();
        SortedRows sorted = writers.getFirst().sort(columns, THREADS);
        List<DataFile> files = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> tasks = new ArrayList<>();
            for (ColumnFiles writer : writers) {
                tasks.add(threads.submit(() -> {
                    writer.write(sorted);
                    return null;
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        }
        writers.forEach(writer -> files.addAll(writer.files()));
        return files;
    }

    private static List<Record> read(Table table, DataFile file) {
        List<Record> records = new ArrayList<>();
        try (CloseableIterable<Record> all = Parquet.read(table.io().newInputFile(file.location()))
                .project(table.schema())
                .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type)).build()) {
            all.forEach(records::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    /** Seven of ten rows are of one day. All but the id and the day can be null. */
    private Record row(long id, String text) {
        GenericRecord row = GenericRecord.create(SCHEMA);
        row.setField("id", id);
        row.setField("day", LocalDate.parse(random.nextInt(10) < 7 ? "2026-11-22" : "2026-11-21"));
        row.setField("text", text);
        row.setField("price", sometimes(random.nextInt(100) / 4.0));
        row.setField("uuid", sometimes(new UUID(random.nextLong(), id)));
        row.setField("wide", sometimes(new BigDecimal("12345678901234567890.00").add(BigDecimal.valueOf(id, 2))));
        row.setField("bytes", sometimes(ByteBuffer.wrap(new byte[]{(byte) id, 1, (byte) (id >> 8)})));
        row.setField("tags", sometimes(IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> sometimes("tag " + random.nextInt(50))).toList()));
        row.setField("metrics", sometimes(metrics()));
        GenericRecord device = GenericRecord.create(DEVICE);
        device.setField("model", sometimes("model " + id % 9));
        device.setField("sizes", sometimes(Arrays.asList(1, null, (int) id)));
        row.setField("device", sometimes(device));
        return row;
    }

    private Map<String, Long> metrics() {
        Map<String, Long> metrics = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            metrics.put("m" + i, sometimes(random.nextLong()));
        }
        return metrics;
    }

    private <T> T sometimes(T value) {
        return random.nextInt(5) == 0 ? null : value;
    }
}
