package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.Zstd;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.ParquetProfile;
import dev.freshet.transform.engine.Kept;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.landing.UnreadableFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine by columns writes the same rows, rejects and metrics as the engine by rows, which is the reference. */
class EnginesTest {
    private static final int GENERATED = Integer.getInteger("freshet.engines.generated", 1_000);

    @TempDir
    Path directory;

    private static DatasetSpec spec(String columns, String history) {
        return SpecReader.parse("engines.yaml", """
                                                dataset: engines
                                                schema: test
                                                landing: {root: "local:///landing"}
                                                columns:
                                                %s%s
                                                """.formatted(columns.indent(2), history));
    }

    /** A column of each type reads {@code $.v}; the rescue column keeps {@code $.w} but for one key. */
    private static DatasetSpec allTypes() {
        StringBuilder columns = new StringBuilder("id: {type: bigint, required: true}\n");
        for (int i = 0; i < ParityTest.TYPES.size(); i++) {
            columns.append("c%d: {type: \"%s\", path: $.v}%n".formatted(i, ParityTest.TYPES.get(i)
                    .replaceAll("[\\\\\"]", "\\\\$0").replace(" as ", "\", format: \"").replace(" in ",
                            "\", zone: \"")));
        }
        return spec(columns + "below: {type: varchar, path: $.w.a}\nrest: {rescue: true}\n", "");
    }

    @ParameterizedTest
    @EnumSource
    void everyCaseIsTheSame(ParquetProfile profile) throws IOException {
        try (TestingEngines engines = new TestingEngines(allTypes(), directory)) {
            engines.land("values.json", lines(ParityCorpus.values()));
            List<byte[]> lines = ParityCorpus.lines();
            for (int i = 0; i < lines.size(); i++) {
                engines.land("line%03d.json".formatted(i), lines.get(i));
            }
            Written written = engines.compare(profile);
            assertThat(written.inputs().rows()).isPositive();
            assertThat(written.inputs().rejects()).isPositive();
        }
    }

    @Test
    void generatedValuesAreTheSame() throws IOException {
        try (TestingEngines engines = new TestingEngines(allTypes(), directory)) {
            engines.land("values.json", lines(ParityCorpus.generated(20_261_122L, GENERATED)));
            engines.compare(ParquetProfile.MODERN);
        }
    }

    /** Each column has its own key, so that arrays and maps are read without the line mapper. */
    @Test
    void generatedValuesOfOneColumnAreTheSame() throws IOException {
        List<String> types = List.of("array(boolean)", "array(integer)", "array(bigint)", "array(real)",
                "array(double)", "array(decimal(10, 2))", "array(varchar)", "array(date)", "array(timestamp(6))",
                "array(timestamp(6) with time zone)", "array(uuid)", "map(varchar, bigint)", "map(varchar, varchar)",
                "map(varchar, double)", "map(varchar, boolean)",
                "row(a bigint, b array(varchar), c map(varchar, double))");
        StringBuilder columns = new StringBuilder("id: {type: bigint, required: true}\n");
        for (int i = 0; i < types.size(); i++) {
            columns.append("c%d: \"%s\"%n".formatted(i, types.get(i)));
        }
        Random random = new Random(11);
        List<byte[]> values = ParityCorpus.generated(11, 40 * GENERATED);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < values.size(); i++) {
            file.writeBytes(ParityCorpus.line(i, "c" + random.nextInt(types.size()),
                    random.nextInt(3) > 0 ? elements(random, values.get(i), values.get(random.nextInt(values.size())))
                            : values.get(i)));
            file.write('\n');
        }
        try (TestingEngines engines = new TestingEngines(spec(columns.toString(), ""), directory)) {
            engines.land("values.json", file.toByteArray());
            engines.compare(ParquetProfile.MODERN);
        }
    }

    private static byte[] elements(Random random, byte[] first, byte[] second) {
        boolean isMap = random.nextBoolean();
        String key = "\"%c\":";
        return concat(concat((isMap ? "{" + key.formatted('a') : "[").getBytes(StandardCharsets.UTF_8), first),
                concat(("," + (isMap ? key.formatted("abc".charAt(random.nextInt(3))) : "")).getBytes(
                        StandardCharsets.UTF_8), concat(second, new byte[]{(byte) (isMap ? '}' : ']')})));
    }

    /** Seeds with all that a line can have, and bytes changed at random. */
    @Test
    void damagedLinesAreTheSame() throws IOException {
        DatasetSpec spec = spec(
                """
                a: {type: bigint, required: true}
                b: {type: "decimal(10, 2)", invalid: reject}
                c: double
                d: timestamp(6) with time zone
                e: {type: timestamp(6), format: epoch_millis}
                f: "row(a bigint, b row(c json, d array(varchar)))"
                g: "array(row(a boolean, b array(array(bigint)), c map(varchar, row(d double, e varchar))))"
                h: "map(varchar, real)"
                i: {type: varbinary, path: $.k.l}
                j: json
                k: {type: "row(l varchar, m integer)", invalid: reject}
                m: uuid
                n: date
                p: {type: varchar, path: $.f.b.c}
                q: {type: timestamp(6) with time zone, format: "dd/MMM/yyyy:HH:mm:ss Z"}
                s: {type: timestamp(6), format: epoch_seconds}
                t: "array(double)"
                w: "map(varchar, double)"
                x: "map(varchar, varchar)"
                u: {type: "array(bigint)", required: true, path: $.f.b.u}
                o: {rescue: true}
                """, """
                     event_time: d
                     allowed_lateness: PT48H
                     """);
        List<String> seeds = List.of(
                "{\"a\":1,\"b\":\"2.50\",\"c\":1e3,\"d\":\"2026-11-22T10:00:00.123456+02:00\",\"e\":1446249499322,\"f\":{\"b\":{\"u\":[1]}}}",
                "{\"a\":1,\"f\":{\"a\":2,\"b\":{\"c\":[1,null],\"u\":[],\"d\":[\"x\",\"é\",null]}},\"g\":[{\"a\":true,\"b\":[[1],[],null,[2,null]],\"c\":{\"x\":{\"d\":1.5,\"e\":\"y\"},\"y\":null}},null,{\"c\":{},\"z\":1,\"a\":false},{}],\"h\":{\"x\":1.5,\"y\":null}}",
                "{\"a\":1,\"k\":{\"l\":\"aGk=\",\"m\":7},\"j\":{\"z\":[1, 2.50]},\"m\":\"2549961e-0000-1111-2222-0123456789ab\",\"f\":{\"b\":{\"u\":[1,2,-3]}}}",
                "{\"a\":1,\"q\":\"22/Nov/2026:10:00:00 +0000\",\"s\":1588205199.82437,\"t\":[1.5,2,null,-0.0],\"f\":{\"b\":{\"u\":[1]}},\"new\":{\"x\":1}}",
                "{\"a\":\"1\",\"n\":\"2026-02-28\",\"p\":{\"q\":\"\\ud83d\\u0000\"},\"a\":2,\"f\":{\"b\":{\"c\":\"t\\n\\u00e9\",\"u\":[1]}},\"d\":\"2026-11-20T00:00:00Z\",\"w\":{\"a\":1.5,\"bé\":-2,\"c\":null},\"x\":{\"a\":1,\"b\":\"y\",\"c\":true}}",
                "{\"a\":5,\"d\":\"2026-11-19T23:59:59.999999Z\",\"f\":{\"a\":null,\"b\":{\"u\":[1]}},\"k\":null,\"b\":null}");
        Random random = new Random(7);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < 10 * GENERATED; i++) {
            byte[] line = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
            file.writeBytes(random.nextInt(4) == 0 ? line : damaged(random, line));
            file.write('\n');
        }
        try (TestingEngines engines = new TestingEngines(spec, directory)) {
            engines.land("damaged.json", file.toByteArray());
            Written written = engines.compare(ParquetProfile.MODERN);
            assertThat(written.inputs().rows()).isGreaterThan(GENERATED);
            assertThat(written.reasons()).hasSizeGreaterThan(5);
        }
    }

    private static byte[] damaged(Random random, byte[] line) {
        byte[] bytes = line.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            byte[] parts = "\"{}[]:, \t\r\n\\0123456789.eE+-abcdfghnu\u0001é".getBytes(StandardCharsets.UTF_8);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = parts[random.nextInt(parts.length)];
                case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                default -> System.arraycopy(bytes, at, bytes, random.nextInt(at + 1), bytes.length - at);
            }
        }
        return bytes;
    }

    @Test
    void strictColumnsRejectTheSameValues() throws IOException {
        List<String> types = ParityTest.TYPES.stream().filter(type -> !type.contains(" as ") && !type.contains(" in "))
                .toList();
        StringBuilder columns = new StringBuilder("id: {type: bigint, required: true}\n");
        for (int i = 0; i < types.size(); i++) {
            columns.append("c%d: {type: \"%s\", invalid: reject}%n".formatted(i, types.get(i)));
        }
        List<byte[]> values = ParityCorpus.values();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] value : values) {
            for (int type = 0; type < types.size(); type++) {
                file.writeBytes(ParityCorpus.line(type, "c" + type, value));
                file.write('\n');
            }
        }
        try (TestingEngines engines = new TestingEngines(spec(columns.toString(), ""), directory)) {
            engines.land("strict.json", file.toByteArray());
            Written written = engines.compare(ParquetProfile.COMPATIBLE);
            assertThat(written.inputs().rejects()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boolean", "integer", "bigint", "real", "double", "decimal(10, 2)", "decimal(38, 10)",
            "varchar", "varbinary", "date", "timestamp(6)", "timestamp(6) with time zone", "uuid"})
    void rowsAreSortedAndPlacedAlike(String type) throws IOException {
        for (String direction : List.of("", " desc")) {
            for (String partition : partitions(type)) {
                DatasetSpec spec = spec("id: bigint\nv: %s\ns: {type: varchar, path: $.v}\n".formatted(type),
                        """
                        history:
                          partition_by: [%s]
                          sort_by: ["v%s", s]
                        """.formatted(partition, direction));
                try (TestingEngines engines = new TestingEngines(spec, directory)) {
                    List<byte[]> values = new ArrayList<>(ParityCorpus.values());
                    values.addAll(ParityCorpus.generated(type.hashCode(), 500));
                    values.removeIf(value -> new String(value, StandardCharsets.UTF_8).matches(".*\\\\ud[89a-f].*"));
                    for (int i = 0; i < 500; i++) {
                        values.add("\"2026-11-%02dT%02d:00:00Z\"".formatted(1 + i % 28, i % 24)
                                .getBytes(StandardCharsets.UTF_8));
                        values.add(String.valueOf(i % 40 - 20).getBytes(StandardCharsets.UTF_8));
                        values.add(("\"" + "same start ".repeat(i % 7) + (i * 7919) % 97 + "\"")
                                .getBytes(StandardCharsets.UTF_8));
                    }
                    engines.land("values.json", lines(values));
                    engines.compare(ParquetProfile.MODERN);
                }
            }
        }
    }

    private static List<String> partitions(String type) {
        return switch (type) {
            case "date" -> List.of("", "day(v)", "\"bucket(v, 4)\"");
            case "timestamp(6)", "timestamp(6) with time zone" -> List.of("", "year(v)", "month(v)", "day(v)");
            case "integer", "bigint", "varchar" ->
                List.of("", "\"bucket(v, 4)\"", "\"truncate(v, 1)\", \"bucket(s, 2)\"");
            case "real", "double" -> List.of("");
            case "boolean" -> List.of("", "v");
            case "uuid", "varbinary" -> List.of("", "\"bucket(v, 4)\"");
            default -> List.of("", "\"bucket(v, 4)\"");
        };
    }

    @Test
    void keptRowsAreTakenOver() throws IOException {
        try (TestingEngines engines = new TestingEngines(allTypes(), directory)) {
            engines.land("old.json", concat(lines(ParityCorpus.values()), "broken\n".getBytes(StandardCharsets.UTF_8)));
            Written old = engines.write(engines.byRow(), new TreeMap<>(), List.of());
            engines.commit(old);
            engines.land("old.json", new byte[0]);
            engines.land("new.json", "{\"id\":1}".getBytes(StandardCharsets.UTF_8));
            Kept kept = new Kept(engines.rows.currentSnapshot().snapshotId(),
                    engines.rejects.currentSnapshot().snapshotId(), old.inputs().files(), List.of());
            Written written = engines.compare(ParquetProfile.MODERN, new TreeMap<>(), List.of(kept));
            assertThat(written.inputs().rows()).isEqualTo(old.inputs().rows() + 1);
        }
    }

    @Test
    void filesThatAreSetAsideAreRejectedWhole() throws IOException {
        try (TestingEngines engines = new TestingEngines(allTypes(), directory)) {
            engines.land("a.json", "{\"id\":1}".getBytes(StandardCharsets.UTF_8));
            engines.land("b.json", "{\"id\":2}".getBytes(StandardCharsets.UTF_8));
            Written written = engines.compare(ParquetProfile.MODERN,
                    new TreeMap<>(Map.of("local:///landing/dt=2026-11-22/a.json", "unreadable file: x")), List.of());
            assertThat(written.reasons()).isEqualTo(Map.of("unreadable file: x", 1L));
        }
    }

    /** With little memory there are more files, each sorted, with the same rows in all. */
    @Test
    void threadsReadEachLineOnce() throws IOException {
        try (TestingEngines engines = new TestingEngines(spec("id: bigint\ntext: varchar", ""), directory)) {
            for (int file = 0; file < 2; file++) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; lines.length() < 70 << 20; i++) {
                    lines.append("{\"id\":%d,\"text\":\"%s\"}\n".formatted(i, "%d".formatted(i % 1_000).repeat(200)));
                }
                engines.land(file + ".json", lines.append("broken\n").toString().getBytes(StandardCharsets.UTF_8));
            }
            Written one = engines.write(engines.byColumn(1, 64 << 20), new TreeMap<>(), List.of());
            Written three = engines.write(engines.byColumn(3, 64 << 20), new TreeMap<>(), List.of());
            assertThat(three.inputs()).isEqualTo(one.inputs());
            assertThat(three.reasons()).isEqualTo(one.reasons()).isEqualTo(Map.of("malformed JSON", 2L));
            assertThat(rows(three)).isEqualTo(rows(one)).isEqualTo(one.inputs().rows()).isGreaterThan(200_000);
            TestingEngines.compare(one.checksums().orElseThrow(), three.checksums().orElseThrow());

            engines.land("bad.json.gz", new byte[]{1, 2, 3});
            assertThatThrownBy(() -> engines.write(engines.byColumn(3, 64 << 20), new TreeMap<>(), List.of()))
                    .isInstanceOf(UnreadableFileException.class).hasMessageContaining("bad.json.gz");
        }
    }

    /** While their rows are in memory. With little memory there are more files, each sorted, with the same rows. */
    @Test
    void filesOfThreadsDoNotOverlap() throws IOException {
        DatasetSpec spec = spec("""
                                id: bigint
                                at: timestamp(6) with time zone
                                few: varchar
                                many: varchar
                                tags: array(varchar)
                                metrics: map(varchar, bigint)
                                device: "row(model varchar, sizes array(double))"
                                """, """
                                     history:
                                       partition_by: [day(at)]
                                       sort_by: [few, id]
                                     """);
        Comparator<Record> order = Comparator
                .comparing((Record row) -> (String) row.getField("few"),
                        Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(row -> (Long) row.getField("id"));
        try (TestingEngines engines = new TestingEngines(spec, directory)) {
            for (int file = 0; file < 2; file++) {
                engines.land(file + ".json", wideLines(file, 70 << 20));
            }
            Written one = engines.write(engines.byColumn(1, 1L << 30), new TreeMap<>(), List.of());
            Written three = engines.write(engines.byColumn(3, 1L << 30), new TreeMap<>(), List.of());
            Written flushed = engines.write(engines.byColumn(3, 1L << 20), new TreeMap<>(), List.of());
            assertThat(one.rows()).hasSize(2);
            assertThat(three.rows()).hasSize(3);
            assertThat(flushed.rows()).hasSizeGreaterThan(6);

            List<Record> expected = sorted(engines, one.rows(), order);
            for (Written written : List.of(three, flushed)) {
                assertThat(written.inputs()).isEqualTo(one.inputs());
                TestingEngines.compare(one.checksums().orElseThrow(), written.checksums().orElseThrow());
                assertThat(sorted(engines, written.rows(), order)).isEqualTo(expected);
            }
            three.rows().stream().collect(Collectors.groupingBy(file -> file.partition().toString())).values()
                    .forEach(files -> assertThat(files.stream().map(file -> TestingEngines.read(engines.rows, file))
                            .sorted(Comparator.comparing(List::getFirst, order)).flatMap(List::stream).toList())
                            .isSortedAccordingTo(order));
        }
    }

    /** All rows, each file's in order. */
    private static List<Record> sorted(TestingEngines engines, List<DataFile> files, Comparator<Record> order) {
        List<Record> all = new ArrayList<>();
        for (DataFile file : files) {
            List<Record> rows = TestingEngines.read(engines.rows, file);
            assertThat(rows).isSortedAccordingTo(order);
            all.addAll(rows);
        }
        all.sort(order);
        return all;
    }

    /** Lines of some kilobytes, of which the columns keep little. One of four is of another day. */
    private static byte[] wideLines(int file, int bytes) {
        Random random = new Random(file);
        String ignored = "x".repeat(4_000);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; lines.length() < bytes; i++) {
            String few = random.nextInt(9) == 0 ? "null" : "\"few %d\"".formatted(random.nextInt(40));
            String tags = random.nextInt(5) == 0 ? "null" : "[\"a\",null,\"%d\"]".formatted(random.nextInt(30));
            lines.append("""
                         {"id":%d,"at":"2026-11-2%dT10:00:00Z","few":%s,"many":"%s","tags":%s,\
                         "metrics":{"a":%d,"b":null},"device":{"model":"m%d","sizes":[%d]},"ignored":"%s"}
                         """.formatted(2 * i + file, random.nextInt(4) == 0 ? 1 : 2, few,
                    Long.toHexString(random.nextLong()), tags, i, i % 5, i, ignored));
        }
        return lines.append("broken\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long rows(Written written) {
        return written.rows().stream().mapToLong(DataFile::recordCount).sum();
    }

    @Test
    void littleMemoryGivesMoreFiles() throws IOException {
        DatasetSpec spec = spec("id: bigint\nv: {type: varchar, path: $.w}\n", "history: {sort_by: [v, id]}\n");
        try (TestingEngines engines = new TestingEngines(spec, directory)) {
            engines.land("values.json", lines(ParityCorpus.generated(5, 20_000)));
            Written one = engines.write(engines.byColumn(ParquetProfile.MODERN, 1L << 30), new TreeMap<>(), List.of());
            Written many = engines.write(engines.byColumn(ParquetProfile.MODERN, 1L << 19), new TreeMap<>(), List.of());
            assertThat(one.rows()).hasSize(1);
            assertThat(many.rows()).hasSizeGreaterThan(1);
            List<Record> rows = new ArrayList<>();
            for (DataFile file : many.rows()) {
                List<Record> sorted = TestingEngines.read(engines.rows, file);
                assertThat(sorted.stream().map(row -> String.valueOf(row.getField("v")))
                        .filter(text -> !text.equals("null")).toList()).isSortedAccordingTo(
                                (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8),
                                        b.getBytes(StandardCharsets.UTF_8)));
                rows.addAll(sorted);
            }
            assertThat(rows).containsExactlyInAnyOrderElementsOf(
                    TestingEngines.read(engines.rows, one.rows().get(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\n\r\nb", "\r", "\r\n", "\n", "\n\n", "{\"id\":1}\r{\"id\":2}\r\n{\"id\":3}",
            "x\r\r\ny\n\rz",
            "\ufeff{\"id\":1}\n\ufeff{\"id\":2}", "\ufeff", "{\"id\":1}\n "})
    void linesEndAlike(String content) throws IOException {
        try (TestingEngines engines = new TestingEngines(allTypes(), directory)) {
            engines.land("a.json", content.getBytes(StandardCharsets.UTF_8));
            engines.land("empty.json", new byte[0]);
            engines.land("long.json",
                    (content + "{\"id\":7}\n".repeat(70_000) + content).getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write((content + "\r\n{\"id\":8}").repeat(20_000).getBytes(StandardCharsets.UTF_8));
            }
            engines.land("b.json.gz", compressed.toByteArray());
            engines.land("c.json.zst", Zstd.compress(content.getBytes(StandardCharsets.UTF_8)));
            engines.compare(ParquetProfile.MODERN);
        }
    }

    @Test
    void unreadableFilesFailAlike() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("{\"id\":8}\n".repeat(20_000).getBytes(StandardCharsets.UTF_8));
        }
        for (Map.Entry<String, byte[]> file : Map.of("cut.json.gz", Arrays.copyOf(compressed.toByteArray(), 90),
                "plain.json.gz", "{}".getBytes(StandardCharsets.UTF_8), "x.json.bz2", new byte[]{1},
                "long.json", new byte[(100 << 20) + 2]).entrySet()) {
            try (TestingEngines engines = new TestingEngines(allTypes(), directory)) {
                if (file.getKey().startsWith("long")) {
                    Arrays.fill(file.getValue(), (byte) 'x');
                }
                engines.land(file.getKey(), file.getValue());
                Throwable expected = catchThrowable(
                        () -> engines.write(engines.byRow(), new TreeMap<>(), List.of()));
                assertThat(expected).isInstanceOf(UnreadableFileException.class);
                assertThatThrownBy(
                        () -> engines.write(engines.byColumn(ParquetProfile.MODERN, 1 << 20), new TreeMap<>(),
                                List.of()))
                        .isInstanceOf(UnreadableFileException.class).hasMessage(expected.getMessage());
                engines.remove(file.getKey());
            }
        }
    }

    /** Small pages, row groups and files, and the codecs of Parquet. */
    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd"})
    void filesFollowTheTablesProperties(String codec) throws IOException {
        for (ParquetProfile profile : ParquetProfile.values()) {
            try (TestingEngines engines = new TestingEngines(allTypes(), directory)) {
                engines.land("values.json", lines(ParityCorpus.values()));
                List<Record> expected = new ArrayList<>();
                engines.write(engines.byRow(), new TreeMap<>(), List.of()).rows()
                        .forEach(file -> expected.addAll(TestingEngines.read(engines.rows, file)));
                engines.rows.updateProperties().set(TableProperties.PARQUET_COMPRESSION, codec)
                        .set(TableProperties.PARQUET_COMPRESSION_LEVEL, "5")
                        .set(TableProperties.PARQUET_PAGE_ROW_LIMIT, "7")
                        .set(TableProperties.PARQUET_PAGE_SIZE_BYTES, "200")
                        .set(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, "65536")
                        .set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "262144").commit();
                List<Record> rows = new ArrayList<>();
                List<DataFile> files = engines.write(engines.byColumn(profile, 1L << 30), new TreeMap<>(), List.of())
                        .rows();
                files.forEach(file -> rows.addAll(TestingEngines.read(engines.rows, file)));
                assertThat(files).hasSizeGreaterThan(1)
                        .anySatisfy(file -> assertThat(file.splitOffsets()).hasSizeGreaterThan(1));
                assertThat(rows).isEqualTo(expected);
            }
        }
    }

    /** History can have columns that the spec does not have, in any order. */
    @Test
    void columnsAreFoundByTheirNames() throws IOException {
        try (TestingEngines engines = new TestingEngines(allTypes(), directory)) {
            engines.rows.updateSchema().addColumn("old", Types.StringType.get()).moveFirst("old").moveFirst("c3")
                    .commit();
            engines.land("values.json", lines(ParityCorpus.values()));
            engines.compare(ParquetProfile.MODERN);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static byte[] lines(List<byte[]> values) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < values.size(); i++) {
            file.writeBytes(ParityCorpus.line(i, "v", values.get(i), "w", values.get(i)));
            file.writeBytes((i % 7 == 3 ? "\r\n" : i % 7 == 4 ? "\r" : "\n").getBytes(StandardCharsets.UTF_8));
        }
        return file.toByteArray();
    }
}
