package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.sql.Condition;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.RawBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After an erasure nothing of a person is in any file, and all else is as it was. */
@Tag("slow")
class ErasureTest {
    private static final String SPEC = """
                                       columns: {id: {type: bigint, required: true}, customer: varchar, note: varchar}
                                       ingest: {every: PT1M, min_age: PT0S}
                                       max_rejects: 27%
                                       """;
    private static final String PERSON = "Zoë \"Q\" Quark7731";
    private static final String OF_PERSON = "\"customer\":\"Zoë \\\"Q\\\" Quark7731\"";
    private static final String WHERE = "customer = '" + PERSON + "'";
    private static final String NOW = "2026-11-22T12:00:00Z";
    /** Before these steps an erasure is killed: what others do has no effect by itself. */
    private static final Set<Step> KILLED = EnumSet.of(Step.WRITE, Step.COMMIT, Step.FLIP, Step.MAINTAIN);
    private static final LandingPartition RESTORED = LandingPartition.parse("2026-11-19");

    private static Erasure erasure(TestingLandingZone zone, BatchProgress progress) {
        return new Erasure(zone.spec, zone.lakehouse, Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC), progress,
                Condition.parse(zone.spec, WHERE));
    }

    /** Rows and rejects of the person and of others in every place: history, hot table, tail, what was dropped. */
    private static void prepare(TestingLandingZone zone) throws IOException {
        zone.land("2026-11-19", "kept.json", "{\"id\":1,\"customer\":\"b\"}");
        Path dropped = zone.land("2026-11-19", "dropped.json", "{\"id\":2,%s}".formatted(OF_PERSON));
        zone.land("2026-11-20", "lines.json", bytes("\ufeff{\"id\":3,\"customer\":\"b\"}\r\n{\"id\":4,%1$s}\r\n\n"
                + "{\"id\":5,\"customer\":null}\r{\"id\":6,\"customer\":\"Zo\\u00eb \\\"Q\\\" Quark7731\"}\n"
                + "{\"id\":\"seven\",%1$s}\nbroken\n{\"id\":7,%1$s}", OF_PERSON));
        zone.land("2026-11-20", "zipped.json.gz",
                zipped("{\"id\":8,%1$s}\n{\"id\":9,\"customer\":\"b\"}", OF_PERSON));
        Path gone = zone.land("2026-11-20", "gone.json", "{\"id\":10,%s}".formatted(OF_PERSON),
                "{\"id\":11,\"customer\":\"c\"}", "{\"id\":\"ten\",%s}".formatted(OF_PERSON), "broken, too");
        zone.land("2026-11-20", "replaced.json", "{\"id\":12,%s}".formatted(OF_PERSON),
                "{\"id\":13,\"customer\":\"longer than what replaces it\"}");
        zone.land("2026-11-21", "small.json.zst", Zstd.compress(bytes("{\"id\":14,%s}\n", OF_PERSON)));
        zone.land("2026-11-21", "others.json", "{\"id\":15,\"customer\":\"b\"}");
        zone.run();
        Files.delete(dropped);
        zone.batch().repair(Optional.of(RESTORED), Repair.DROP_GONE);
        Files.delete(gone);
        zone.land("2026-11-20", "replaced.json", "{\"id\":13,%s}".formatted(OF_PERSON), "{\"id\":12}",
                "{\"id\":12}");
        zone.land("2026-11-22", "hot.json", "{\"id\":16,%s}".formatted(OF_PERSON), "{\"id\":17,\"customer\":\"b\"}",
                "no json: %s".formatted(OF_PERSON));
        zone.batch().ingest();
        zone.land("2026-11-22", "tail.json", "{\"id\":18,%s}".formatted(OF_PERSON), "{\"id\":19,\"customer\":\"b\"}",
                "{\"id\":20}", "{\"id\":21}", "no json either");
        new RunLog(zone.lakehouse.names(zone.spec), new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE))
                .add(new RunLog.Entry("run", Instant.parse(NOW), Instant.parse(NOW),
                        Optional.of("a failure about " + PERSON), RunLog.Work.NONE));
    }

    private static List<String> others(String dataset) throws SQLException {
        List<String> others = rows(
                "SELECT id, customer, landed_on FROM %s WHERE customer IS DISTINCT FROM '%s' ORDER BY id"
                        .formatted(dataset, PERSON));
        others.addAll(rows("SELECT file, line, reason FROM %s_rejects WHERE strpos(line, 'Quark') = 0 ORDER BY 1, 2"
                .formatted(dataset)));
        return others;
    }

    @Test
    void nothingOfThePersonIsLeftInAnyFile() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("erased", SPEC)) {
            prepare(zone);
            List<String> others = others("erased");
            assertThat(others).hasSize(14);
            assertThat(filesNaming(zone)).as("what the search can find").hasSizeGreaterThan(12)
                    .anyMatch(file -> file.endsWith(".parquet")).anyMatch(file -> file.endsWith(".avro"))
                    .anyMatch(file -> file.endsWith(".gz")).anyMatch(file -> file.endsWith(".zst"));
            List<Long> snapshots = new TestingWarehouse(zone).snapshots();

            Erasure.Report plan = erasure(zone, BatchProgress.NONE).plan();
            assertThat(plan.done()).isEmpty();
            assertThat(List.of(plan.searched(), plan.files(), plan.rows(), plan.rejects()))
                    .containsExactly(8L, 6L, 8L, 2L);
            assertThat(plan.stored()).containsExactly(Map.entry("erased_history", 7L),
                    Map.entry("erased_history_rejects", 2L), Map.entry("erased_hot", 1L),
                    Map.entry("erased_hot_rejects", 1L));
            assertThat(new TestingWarehouse(zone).snapshots()).isEqualTo(snapshots);

            Erasure.Report report = erasure(zone, BatchProgress.NONE).run();
            assertThat(report.days()).isEqualTo(2);
            assertThat(report.done().orElseThrow().left()).containsExactly(Map.entry("erased", 0L),
                    Map.entry("erased_rejects", 0L), Map.entry("erased_t1", 0L));
            assertThat(rows(report.done().get().proof())).containsExactlyInAnyOrder("erased|0", "erased_rejects|0",
                    "erased_t1|0");
            assertThat(filesNaming(zone)).isEmpty();
            assertThat(others("erased")).isEqualTo(others);
            assertThat(text(zone, "2026-11-20/lines.json")).isEqualTo(
                    "\ufeff{\"id\":3,\"customer\":\"b\"}\r\n\n{\"id\":5,\"customer\":null}\rbroken\n");
            assertThat(text(zone, "2026-11-20/zipped.json.gz")).isEqualTo("{\"id\":9,\"customer\":\"b\"}");
            assertThat(text(zone, "2026-11-21/small.json.zst")).isEmpty();

            assertThatThrownBy(() -> zone.batch().repair(Optional.of(RESTORED), Repair.RESTORE))
                    .hasMessageContaining("no rows were dropped");
            assertThat(zone.batch().status().late()).isEmpty();
            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome).containsExactly(
                    Outcome.UNCHANGED, Outcome.INPUTS_CHANGED, Outcome.UNCHANGED);
        }
    }

    @Test
    void aKilledErasureLosesNothingAndIsCompletedByTheNextOne() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("killed_erasure", SPEC)) {
            prepare(zone);
            List<String> others = others("killed_erasure");
            Set<String> killed = new HashSet<>();
            boolean done = false;
            while (!done) {
                Map<String, Integer> commits = new HashMap<>();
                try {
                    erasure(zone, (step, detail, bytes, total) -> {
                        int commit = step == Step.COMMIT ? commits.merge(detail, 1, Integer::sum) : 0;
                        if (KILLED.contains(step) && killed.add(step + detail + commit)) {
                            throw new Killed();
                        }
                    }).run();
                    done = true;
                } catch (Killed e) {
                    assertThat(others("killed_erasure")).isEqualTo(others);
                }
            }
            assertThat(killed).hasSizeGreaterThan(12);
            assertThat(filesNaming(zone)).isEmpty();
            assertThat(others("killed_erasure")).isEqualTo(others);
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void anErasureAndOtherProcessesDoNotWorkAtOnce() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("single_erasure", SPEC)) {
            zone.land("2026-11-20", "a.json", "{\"id\":1,%s}".formatted(OF_PERSON), "{\"id\":2}");
            zone.run();
            zone.land("2026-11-20", "late.json", "{\"id\":3,%s}".formatted(OF_PERSON), "{\"id\":4}");
            assertThat(zone.batch().lock("4711-serve")).isEmpty();
            assertThatThrownBy(() -> erasure(zone, BatchProgress.NONE).run())
                    .isInstanceOf(ConcurrentRunException.class).hasMessageContaining("4711-serve");
            zone.batch().unlock("4711-serve");
            String host = ManagementFactory.getRuntimeMXBean().getName().replaceFirst("\\d+@", "@");
            assertThat(zone.batch().lock("erasure by " + Integer.MAX_VALUE + host)).as("one that was killed").isEmpty();

            assertThatThrownBy(() -> zone.run(before(Step.COMMIT, () -> erasure(zone, BatchProgress.NONE).run())))
                    .isInstanceOf(ConcurrentRunException.class);
            zone.run();
            assertThat(rows("SELECT id, customer FROM single_erasure ORDER BY id")).containsExactly("2|null", "4|null");
        }
    }

    private static byte[] bytes(String text, Object... arguments) {
        return text.formatted(arguments).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zipped(String text, Object... arguments) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes(text, arguments));
        }
        return zipped.toByteArray();
    }

    private static String text(TestingLandingZone zone, String file) throws IOException {
        Path raw = zone.directory().resolve("landing/%s/dt=%s".formatted(zone.spec.name(), file));
        byte[] stored = Files.readAllBytes(raw);
        if (file.endsWith(".gz")) {
            stored = new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes();
        } else if (file.endsWith(".zst")) {
            try (InputStream text = RawBytes.decompressed(file, new ByteArrayInputStream(stored))) {
                stored = text.readAllBytes();
            }
        }
        return new String(stored, StandardCharsets.UTF_8);
    }

    /** The files of the dataset, below warehouse and landing zone, in whose bytes or values the person is. */
    private static List<String> filesNaming(TestingLandingZone zone) throws IOException {
        List<String> found = new ArrayList<>();
        try (var all = Files.walk(zone.directory())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = zone.directory().relativize(file).toString();
                if ((name.contains("/" + zone.spec.name()) || name.contains(Names.RUN_LOG))
                        && contents(file).stream().anyMatch(ErasureTest::isNaming)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /** Column bounds have the first 16 characters of a text. */
    private static boolean isNaming(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains("Quark773");
    }

    /** A file's bytes, and what they are when they are inflated, or read as Parquet or Avro. */
    private static List<byte[]> contents(Path file) {
        try {
            List<byte[]> contents = new ArrayList<>();
            byte[] stored = Files.readAllBytes(file);
            contents.add(stored);
            String name = file.toString();
            if (stored.length > 2 && (stored[0] & 0xff) == 0x1f && (stored[1] & 0xff) == 0x8b) {
                contents.add(new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes());
            } else if (name.endsWith(".zst") && stored.length > 0) {
                contents.add(RawBytes.decompressed(name, new ByteArrayInputStream(stored)).readAllBytes());
            } else if (name.endsWith(".parquet")) {
                parquet(file).forEach(row -> contents.add(bytes("%s", row)));
            } else if (name.endsWith(".avro")) {
                try (DataFileStream<GenericRecord> entries = new DataFileStream<>(new ByteArrayInputStream(stored),
                        new GenericDatumReader<>())) {
                    entries.forEach(entry -> contents.add(bytes("%s", entry)));
                }
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Record> parquet(Path file) throws IOException {
        Schema schema;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
            schema = ParquetSchemaUtil.convert(reader.getFileMetaData().getSchema());
        }
        try (CloseableIterable<Record> rows = Parquet.read(org.apache.iceberg.Files.localInput(file.toFile()))
                .project(schema).createReaderFunc(type -> GenericParquetReaders.buildReader(schema, type)).build()) {
            List<Record> all = new ArrayList<>();
            rows.forEach(all::add);
            return all;
        }
    }
}
