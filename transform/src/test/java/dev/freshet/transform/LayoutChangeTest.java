package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.connect.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LayoutChangeTest {
    private static final String COLUMNS = """
                                          columns: {id: bigint, customer: varchar, at: timestamp(6)}
                                          tail: {retire_after: PT1S}
                                          """;
    private static final String BY_CUSTOMER = COLUMNS + "history: {partition_by: [customer], sort_by: [at]}\n";
    private static final String BY_ID = COLUMNS + """
                                                  history:
                                                    partition_by: [bucket(id, 4), month(at)]
                                                    sort_by: [customer, id desc]
                                                  """;
    private static final Comparator<Record> AT = comparing(row -> row.getField("at").toString());
    private static final Comparator<Record> CUSTOMER_AND_ID = comparing(
            (Record row) -> row.getField("customer").toString())
            .thenComparing(row -> (Long) row.getField("id"), Comparator.reverseOrder());

    @Test
    void newDaysHaveTheNewLayoutAndOldDaysOnceTheyAreWrittenAgain() throws IOException, SQLException {
        Path gone;
        try (TestingLandingZone zone = new TestingLandingZone("layout", BY_CUSTOMER)) {
            gone = zone.land("2026-11-20", "gone.json", lines(0, 10));
            zone.land("2026-11-20", "a.json", lines(10, 40));
            zone.land("2026-11-21", "a.json", lines(40, 80));
            zone.run();
            requireLayout(zone, "2026-11-20", "landed_on, customer", AT);
        }
        try (TestingLandingZone zone = new TestingLandingZone("layout", BY_ID)) {
            zone.land("2026-11-22", "a.json", lines(80, 120));
            zone.now("2026-11-23T00:05:00Z");
            assertThat(changes(zone)).containsExactly(
                    "-- change history: partition by landed_on, bucket(id, 4), month(at) for new days (was landed_on, customer)",
                    "-- change history: sort by customer, id desc for new days (was at)");
            assertThat(history(zone).specs()).as("a plan changes nothing").hasSize(1);
            try (Readers readers = Readers.querying("SELECT count(*), sum(id) FROM layout", "120|7140")) {
                readers.watching();
                zone.run();
            }
            requireLayout(zone, "2026-11-20", "landed_on, customer", AT);
            requireLayout(zone, "2026-11-21", "landed_on, customer", AT);
            requireLayout(zone, "2026-11-22", "landed_on, bucket[4](id), month(at)", CUSTOMER_AND_ID);
            requireRows("layout", 120);
            requireNoMetadataCommit(zone);

            assertThat(zone.batch().rollBack()).hasToString("2026-11-22");
            requireRows("layout", 120);
            zone.run();

            Files.delete(gone);
            zone.land("2026-11-20", "late.json", lines(120, 130));
            zone.batch().repair(Optional.of(LandingPartition.parse("2026-11-20")), Repair.LATE);
            requireLayout(zone, "2026-11-20", "landed_on, bucket[4](id), month(at)", CUSTOMER_AND_ID);
            requireLayout(zone, "2026-11-21", "landed_on, customer", AT);
            requireRows("layout", 130);

            zone.batch().repair(Optional.of(LandingPartition.parse("2026-11-20")), Repair.DROP_GONE);
            assertThat(rows("SELECT count(*), min(id) FROM layout")).containsExactly("120|10");
            zone.batch().repair(Optional.of(LandingPartition.parse("2026-11-20")), Repair.RESTORE);
            requireRows("layout", 130);

            zone.maintenance().run(Duration.ofDays(7));
            requireRows("layout", 130);
            zone.batch().repair(Optional.of(LandingPartition.parse("2026-11-21")), Repair.FORCE);
            requireRows("layout", 130);
        }
        try (TestingLandingZone zone = new TestingLandingZone("layout", BY_CUSTOMER)) {
            zone.land("2026-11-23", "a.json", lines(130, 140));
            zone.now("2026-11-24T00:05:00Z");
            zone.run();
            requireLayout(zone, "2026-11-22", "landed_on, bucket[4](id), month(at)", CUSTOMER_AND_ID);
            requireLayout(zone, "2026-11-23", "landed_on, customer", AT);
            requireRows("layout", 140);
            assertThat(history(zone).specs()).as("the first layout is used again").hasSize(2);
        }
    }

    @Test
    void aLayoutOfNewAndRenamedColumnsIsAppliedInOneCommit() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("layout_columns",
                COLUMNS + "history: {partition_by: [bucket(id, 4)]}\n")) {
            zone.land("2026-11-21", "a.json", lines(0, 10));
            zone.run();
        }
        String after = """
                       columns:
                         id: bigint
                         client: {type: varchar, path: $.customer, renamed_from: customer}
                         at: timestamp(6)
                         size: integer
                       history: {partition_by: [bucket(id, 8), truncate(client, 1)], sort_by: [size desc]}
                       """;
        try (TestingLandingZone zone = new TestingLandingZone("layout_columns", after)) {
            zone.land("2026-11-22", "a.json", lines(10, 20));
            zone.now("2026-11-23T00:05:00Z");
            assertThat(zone.batch().plan(Optional.empty())).containsSubsequence(
                    "ALTER TABLE \"lakehouse\".\"test_hidden\".\"layout_columns_history\" ADD COLUMN \"size\" integer",
                    "-- change history: partition by landed_on, bucket(id, 8), truncate(customer, 1) for new days (was landed_on, bucket(id, 4))",
                    "-- change history: sort by size desc for new days (was nothing)");
            zone.run();
            requireLayout(zone, "2026-11-21", "landed_on, bucket[4](id)", null);
            requireLayout(zone, "2026-11-22", "landed_on, bucket[8](id), truncate[1](customer)", null);
            assertThat(rows("SELECT count(*), sum(id), count(client) FROM layout_columns"))
                    .containsExactly("20|190|20");
        }
        try (TestingLandingZone zone = new TestingLandingZone("layout_columns",
                after.replaceAll("history: .*", "history: {}"))) {
            assertThat(changes(zone)).containsExactly(
                    "-- change history: partition by landed_on for new days (was landed_on, bucket(id, 8), truncate(customer, 1))",
                    "-- change history: sort by nothing for new days (was size desc)");
            zone.run();
            assertThat(history(zone).spec().fields()).hasSize(1);
            assertThat(history(zone).sortOrder().isUnsorted()).isTrue();
            assertThat(changes(zone)).isEmpty();
        }
    }

    @Test
    void aRunThatIsWritingWhileAnotherChangesTheLayoutSucceeds() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("layout_race", BY_CUSTOMER);
                TestingLandingZone changed = new TestingLandingZone("layout_race", BY_ID)) {
            zone.land("2026-11-20", "a.json", lines(0, 40));
            zone.land("2026-11-21", "a.json", lines(40, 80));
            zone.run(before(Step.STAGE, () -> assertThatThrownBy(() -> changed.run(before(Step.WRITE, () -> {
                throw new IllegalStateException("stopped");
            }))).hasMessage("stopped")));
            requireLayout(zone, "2026-11-20", "landed_on, customer", AT);
            requireRows("layout_race", 80);

            changed.land("2026-11-22", "a.json", lines(80, 120));
            changed.now("2026-11-23T00:05:00Z");
            changed.run();
            requireLayout(zone, "2026-11-22", "landed_on, bucket[4](id), month(at)", CUSTOMER_AND_ID);
            requireRows("layout_race", 120);
        }
    }

    @Test
    void bloomFiltersAreWrittenForTheColumnsOfTheSpec() throws IOException, SQLException {
        String columns = """
                         columns:
                           id: bigint
                           client: {type: varchar, path: $.c}
                           price: decimal(10, 2)
                           ratio: double
                           day: date
                           at: timestamp(6) with time zone
                           key: uuid
                         """;
        try (TestingLandingZone zone = new TestingLandingZone("bloom", columns)) {
            zone.land("2026-11-20", "a.json", values(0));
            zone.run();
            assertThat(bloomFilters(zone)).containsExactly("");
        }
        String renamed = columns.replace("client: {", "customer: {renamed_from: client, ");
        try (TestingLandingZone zone = new TestingLandingZone("bloom",
                renamed + "history: {bloom_filters: [id, customer, price, ratio, day, at, key]}\n")) {
            zone.land("2026-11-21", "a.json", values(200));
            zone.now("2026-11-22T12:00:00Z");
            assertThat(changes(zone)).containsExactly(
                    "-- change history: Bloom filters of at, client, day, id, key, price, ratio for new days (was nothing)");
            zone.run();
            assertThat(bloomFilters(zone)).containsExactly("", "at, client, day, id, key, price, ratio");
            for (int id : List.of(7, 333, 999)) {
                assertThat(rows("""
                                SELECT (SELECT count(*) FROM bloom WHERE id = %1$d),
                                    (SELECT count(*) FROM bloom WHERE customer = 'c%1$d'),
                                    (SELECT count(*) FROM bloom WHERE price = DECIMAL '%1$d.25'),
                                    (SELECT count(*) FROM bloom WHERE ratio = %1$d.5e0),
                                    (SELECT count(*) FROM bloom WHERE day = DATE '%2$s'),
                                    (SELECT count(*) FROM bloom WHERE at = TIMESTAMP '%2$s 10:00:00 UTC'),
                                    (SELECT count(*) FROM bloom WHERE key = UUID '00000000-0000-0000-0000-%1$012d')
                                """.formatted(id, LocalDate.ofEpochDay(id))))
                        .containsExactly(String.join("|", Collections.nCopies(7, id < 400 ? "1" : "0")));
            }
            requireNoMetadataCommit(zone);
        }
        try (TestingLandingZone zone = new TestingLandingZone("bloom", renamed + "history: {bloom_filters: [id]}\n")) {
            zone.land("2026-11-22", "a.json", values(400));
            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            assertThat(bloomFilters(zone)).containsExactly("", "at, client, day, id, key, price, ratio", "id");
        }
        try (TestingLandingZone zone = new TestingLandingZone("bloom", renamed)) {
            zone.run();
            assertThat(history(zone).properties()).allSatisfy((key, value) -> assertThat(key).doesNotContain("bloom"));
        }
    }

    private static String[] values(int from) {
        return IntStream.range(from, from + 200)
                .mapToObj(
                        id -> """
                              {"id":%1$d,"c":"c%1$d","price":%1$d.25,"ratio":%1$d.5,"day":"%2$s","at":"%2$sT10:00:00Z",\
                              "key":"00000000-0000-0000-0000-%1$012d"}""".formatted(id, LocalDate.ofEpochDay(id)))
                .toArray(String[]::new);
    }

    private static List<String> changes(TestingLandingZone zone) {
        return zone.batch().plan(Optional.empty()).stream().filter(step -> step.startsWith("-- change")).toList();
    }

    /** The columns with a Bloom filter in the files of history, in order of their landing days. */
    private static List<String> bloomFilters(TestingLandingZone zone) throws IOException {
        Map<Integer, String> filters = new TreeMap<>();
        try (CloseableIterable<FileScanTask> tasks = history(zone).newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                Path file = zone.directory().resolve(task.file().location().replaceFirst("local:/+", ""));
                try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file),
                        ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
                    filters.put(task.partition().get(0, Integer.class), reader.getFooter().getBlocks().stream()
                            .flatMap(block -> block.getColumns().stream())
                            .filter(chunk -> chunk.getBloomFilterOffset() > 0)
                            .map(chunk -> chunk.getPath().toDotString()).sorted().collect(Collectors.joining(", ")));
                }
            }
        }
        return List.copyOf(filters.values());
    }

    /** A run with an unchanged spec leaves the table as it is. */
    private static void requireNoMetadataCommit(TestingLandingZone zone) {
        String metadata = metadata(zone);
        zone.run();
        assertThat(metadata(zone)).isEqualTo(metadata);
    }

    private static String metadata(TestingLandingZone zone) {
        return ((BaseTable) history(zone)).operations().current().metadataFileLocation();
    }

    /** Compares what queries answer with what landed. */
    private static void requireRows(String dataset, int count) throws SQLException {
        assertThat(rows("SELECT id, customer, at FROM " + dataset + " ORDER BY id"))
                .isEqualTo(IntStream.range(0, count).mapToObj(i -> "%d|%s|%s.0".formatted(i, customer(i),
                        at(i).replace('T', ' '))).toList());
        assertThat(rows("SELECT id FROM " + dataset + " WHERE customer = 'c1' ORDER BY id"))
                .isEqualTo(IntStream.range(0, count).filter(i -> i % 3 == 1).mapToObj(String::valueOf).toList());
        assertThat(rows("SELECT id FROM " + dataset + " WHERE at >= TIMESTAMP '2026-11-01 00:00:00' ORDER BY id"))
                .isEqualTo(IntStream.range(0, count).filter(i -> i % 2 == 1).mapToObj(String::valueOf).toList());
        for (int id : List.of(0, 50, 100, 129)) {
            assertThat(rows("SELECT id FROM " + dataset + " WHERE id = " + id)).hasSize(id < count ? 1 : 0);
        }
    }

    /** @param order of the rows in each file; null for any */
    private static void requireLayout(TestingLandingZone zone, String day, String partitions, Comparator<Record> order)
            throws IOException {
        Table table = history(zone);
        table.refresh();
        Set<String> found = new TreeSet<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                if (task.partition().get(0, Integer.class) != LocalDate.parse(day).toEpochDay()) {
                    continue;
                }
                found.add(task.spec().fields().stream().map(field -> text(table, field))
                        .collect(Collectors.joining(", ")));
                if (order != null) {
                    assertThat(records(table, task)).isSortedAccordingTo(order);
                }
            }
        }
        assertThat(found).as(day).containsExactly(partitions);
    }

    private static String text(Table table, PartitionField field) {
        String column = table.schema().findColumnName(field.sourceId());
        return field.transform().isIdentity() ? column : field.transform() + "(" + column + ")";
    }

    private static List<Record> records(Table table, FileScanTask task) throws IOException {
        List<Record> records = new ArrayList<>();
        try (CloseableIterable<Record> rows = Parquet.read(table.io().newInputFile(task.file().location()))
                .project(table.schema())
                .createReaderFunc(file -> GenericParquetReaders.buildReader(table.schema(), file)).build()) {
            rows.forEach(records::add);
        }
        return records;
    }

    private static Table history(TestingLandingZone zone) {
        return zone.lakehouse.catalog().loadTable(TableIdentifier.of("test_hidden", zone.spec.name() + "_history"));
    }

    /** Lines with the given ids, the largest first. */
    private static String[] lines(int from, int to) {
        return IntStream.range(from, to).map(i -> to - 1 - i + from)
                .mapToObj(i -> "{\"id\":%d,\"customer\":\"%s\",\"at\":\"%s\"}".formatted(i, customer(i), at(i)))
                .toArray(String[]::new);
    }

    private static String customer(int id) {
        return "c" + id % 3;
    }

    private static String at(int id) {
        return "2026-%d-20T10:00:%02d".formatted(10 + id % 2, id * 7 % 60);
    }
}
