package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.publish.ReconcileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Days that Trino writes become the same history as those that the batch writes. */
@Tag("slow")
class TrinoEngineTest {
    private static final String SPEC = """
                                       columns:
                                         id: {type: bigint, required: true}
                                         at: timestamp(6) with time zone
                                         name: {type: varchar, renamed_from: title}
                                         device: row(model varchar, sizes array(integer))
                                         other: {rescue: true}
                                       history:
                                         partition_by: ["bucket(name, 2)", day(at)]
                                         sort_by: [name, id desc]
                                         bloom_filters: [name]
                                       tail: {look_ahead: P1D, retire_after: PT1S}
                                       engine: %s
                                       """;

    private interface Days {
        void of(TestingLandingZone zone) throws IOException, SQLException;
    }

    /** The same happens to two datasets, and has the same outcome. */
    private static void sameOutcome(String dataset, Days days) throws IOException, SQLException {
        TestingOutcome expected;
        try (TestingLandingZone zone = zone(dataset + "_local", "local")) {
            days.of(zone);
            expected = TestingOutcome.of(zone);
        }
        try (TestingLandingZone zone = zone(dataset + "_trino", "trino")) {
            days.of(zone);
            assertThat(TestingOutcome.of(zone)).usingRecursiveComparison().isEqualTo(expected);
            assertThat(expected.rows()).isNotEmpty();
            assertThat(staging(zone)).isEmpty();
        }
    }

    private static TestingLandingZone zone(String dataset, String engine) throws IOException {
        return new TestingLandingZone(TestingLandingZone.config(), dataset, dataset, SPEC.formatted(engine));
    }

    /** What Trino wrote to, and what is still in the catalog. */
    private static List<TableIdentifier> staging(TestingLandingZone zone) {
        return zone.lakehouse.catalog()
                .listTables(Namespace.of(zone.lakehouse.names(zone.spec).hiddenSchema())).stream()
                .filter(table -> table.name().contains("_staging_")).toList();
    }

    private static String[] lines(int first, int last) {
        return IntStream.range(first, last)
                .mapToObj(i -> ("{\"id\":%d,\"at\":\"2026-11-%02dT10:00:00.%06dZ\",\"name\":\"n%d\","
                        + "\"device\":{\"model\":\"m\",\"sizes\":[%d,null]},\"more\":%d}").formatted(i, 20 + i % 3, i,
                                i % 7, i, i))
                .toArray(String[]::new);
    }

    private static byte[] text(int first, int last) {
        return (String.join("\n", lines(first, last)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }

    @Test
    void filesOfAllKindsComeGoAndChange() throws IOException, SQLException {
        sameOutcome("kinds", zone -> {
            zone.land("2026-11-21", "a.json", lines(0, 100));
            zone.land("2026-11-21", "it's (odd) é #%41.json", "{\"id\":1000}", "broken", "", "{\"id\":null}");
            zone.land("2026-11-21", "b.json.gz", gzip(text(100, 200)));
            zone.land("2026-11-21", "c.json.zst", Zstd.compress(text(200, 300)));
            zone.land("2026-11-21", "empty.json", new byte[0]);
            zone.land("2026-11-21", "rejects.json", "[]", "{}");
            Path gone = zone.land("2026-11-21", "gone.json", "{\"id\":2000}", "broken too");
            Path grown = zone.land("2026-11-21", "grown.json", lines(300, 310));
            zone.land("2026-11-21", "replaced.json", lines(310, 320));
            byte[] whole = gzip(text(400, 900));
            zone.land("2026-11-21", "cut.json.gz", Arrays.copyOf(whole, whole.length / 2));
            BatchReport first = zone.run();
            assertThat(first.partitions()).extracting(BatchReport.Partition::rows).containsExactly(322L);
            assertThat(first.partitions().getFirst().reasons().values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(6);

            Files.delete(gone);
            Files.write(grown, text(300, 320));
            zone.land("2026-11-21", "replaced.json", lines(320, 321));
            zone.land("2026-11-21", "late.json", lines(330, 340));
            zone.land("2026-11-22", "next.json", lines(340, 350));
            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            for (Repair repair : List.of(Repair.DROP_GONE, Repair.RESTORE)) {
                zone.batch().repair(Optional.of(LandingPartition.parse("2026-11-21")), repair);
            }
        });
    }

    @Test
    void thousandsOfFilesAreReadInParts() throws IOException, SQLException {
        sameOutcome("parts", zone -> {
            for (int i = 0; i < 1_050; i++) {
                zone.land("2026-11-21", "file%04d.json".formatted(i),
                        i % 3 == 0 ? "broken" : "{\"id\":%d}".formatted(i));
            }
            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::rows).containsExactly(700L);
        });
    }

    @Test
    void aChangedSpecIsTheSame() throws IOException, SQLException {
        sameOutcome("changed", zone -> {
            zone.land("2026-11-21", "a.json", lines(0, 10));
            zone.run();
            String wider = SPEC.formatted(zone.spec.engine()).replace("other: {rescue: true}",
                    "more: bigint").replace("name, id desc", "id").replace(", day(at)]", "]\n  dropped: [other]");
            try (TestingLandingZone changed = new TestingLandingZone(zone.config, zone.spec.name(),
                    zone.spec.schema(), wider)) {
                changed.land("2026-11-22", "a.json", lines(10, 20));
                changed.now("2026-11-23T12:00:00Z");
                changed.run();
            }
        });
    }

    @Test
    void dataFilesHaveTheIdsPartitionsOrderAndBoundsOfHistory() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("ids_trino", "trino")) {
            zone.land("2026-11-21", "a.json", lines(0, 100));
            zone.run();
            Table history = new TestingWarehouse(zone).tables().getFirst();
            int id = history.schema().findField("id").fieldId();
            try (CloseableIterable<FileScanTask> tasks = history.newScan().includeColumnStats().planFiles()) {
                for (FileScanTask task : tasks) {
                    DataFile file = task.file();
                    assertThat(file.location()).startsWith(history.location() + "/data/");
                    assertThat(file.specId()).isEqualTo(history.spec().specId());
                    assertThat(file.lowerBounds()).containsKey(id);
                    assertThat(file.valueCounts().get(id)).isEqualTo(file.recordCount());
                    assertThat(TestingEngines.read(history, file)).hasSizeGreaterThan(1)
                            .isSortedAccordingTo(Comparator.comparing(row -> row.getField("title").toString()));
                }
            }
            List<String> rows = zone.query("SELECT * FROM ids_trino ORDER BY id");
            assertThat(rows).hasSize(100);

            // housekeeping deletes what Trino wrote to, and nothing that history took over
            assertThat(new TestingWarehouse(zone).orphans()).isNotEmpty();
            zone.now("2126-11-23T12:00:00Z");
            zone.maintenance().run(Duration.ofSeconds(1));
            assertThat(new TestingWarehouse(zone).orphans()).isEmpty();
            assertThat(zone.query("SELECT * FROM ids_trino ORDER BY id")).isEqualTo(rows);
        }
    }

    @Test
    void housekeepingDropsWhatARunLeavesOnceItsLeaseHasEnded() throws IOException {
        try (TestingLandingZone zone = zone("left_trino", "trino")) {
            zone.run();
            Names names = zone.lakehouse.names(zone.spec);
            HistoryTables tables = new HistoryTables(zone.spec, names, zone.lakehouse.catalog());
            try (History history = tables.open(BatchProgress.NONE)) {
                history.takeLease(Instant.now());
                String lease = new TestingWarehouse(zone).tables().getFirst().properties().keySet().stream()
                        .filter(key -> key.startsWith("freshet.lease.")).findFirst().orElseThrow();
                for (String table : List.of(names.historyTable(), names.historyRejectsTable())) {
                    zone.lakehouse.catalog().createTable(TableIdentifier.of(names.hiddenSchema(),
                            table + lease.replace("freshet.lease.", "_staging_") + "-1"), new Schema());
                }
                tables.orphans(Instant.now(), Duration.ofDays(7));
                assertThat(staging(zone)).hasSize(2);
            }
            tables.orphans(Instant.now(), Duration.ofDays(7));
            assertThat(staging(zone)).isEmpty();
        }
    }

    @Test
    void theGateFindsWhatTrinoReadDifferently() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("gate_trino", "trino")) {
            Path file = zone.land("2026-11-21", "a.json", "{\"id\":1,\"name\":\"x\"}", "{\"id\":2,\"name\":\"y\"}");
            String content = Files.readString(file);
            for (String changed : List.of(content.replace("x", "z"), content.replace(":2", ":}"))) {
                assertThatThrownBy(() -> zone.run(TestingLandingZone.before(Step.RECONCILE,
                        () -> TestingLandingZone.rewrite(file, changed)))).isInstanceOf(ReconcileException.class)
                        .hasMessageContaining("landing day 2026-11-21 differs");
                TestingLandingZone.rewrite(file, content);
            }
            assertThat(staging(zone)).isEmpty();
            zone.run();
            assertThat(zone.query("SELECT id, name, served_from FROM gate_trino ORDER BY id"))
                    .containsExactly("1|x|history", "2|y|history");
        }
    }
}
