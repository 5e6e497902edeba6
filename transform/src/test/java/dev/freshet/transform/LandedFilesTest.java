package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.drift.Drift;
import dev.freshet.transform.landing.LandingContents.NotRead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every file that lands is read on both routes, set aside with a reason, or listed as not read. */
class LandedFilesTest {
    private static final String COLUMNS = """
                                          columns: {id: {type: bigint, required: true}}
                                          ingest: {every: PT1M, min_age: PT0S}
                                          """;
    private static final String DAILY = "dt={yyyy}-{MM}-{dd}";
    private static final String RECURSIVE = "\", recursive: \"true";
    private static final String LINES = "{\"id\":1}\n{\"id\":2}\n".repeat(500);

    @Test
    void namesAreReadAlike() throws IOException, SQLException {
        List<String> names = List.of("a b", "a=b", "a%20b", "a%zz", "a#b", "a:b", "a?b", "a*b", "a[b]", "a{b}", "a\"b",
                "a'b", "a\\b", "aé漢😀", "e\u0301", "a\nb", "a\tb", " a ", "~a", "a+b&c;d|e", "a%2Fb", "a$b^c`d",
                "dt=2026",
                "SELECT", "UNION ALL", "names_tail_20991231", "X.JSON", "noextension");
        try (TestingLandingZone zone = new TestingLandingZone("names", COLUMNS)) {
            zone.run();
            for (int i = 0; i < names.size(); i++) {
                zone.land("2026-11-22", names.get(i) + (i < names.size() - 2 ? ".json" : ""), "{\"id\":" + i + "}");
            }
            zone.land("2026-11-22", "empty.json", new byte[0]);
            zone.land("2026-11-22", "_hidden.json", "{\"id\":-1}");
            assertAllRoutes(zone, "SELECT count(*), sum(id) FROM names", names.size() + "|" + sum(names.size()));
            assertThat(zone.batch().status().hidden()).isEqualTo(1);
            assertThat(zone.batch().status().notRead()).isEmpty();
        }
    }

    private static int sum(int count) {
        return count * (count - 1) / 2;
    }

    @Test
    @Tag("slow")
    void layoutsAreReadAlike() throws IOException, SQLException {
        Map<String, List<String>> layouts = new TreeMap<>();
        layouts.put(DAILY + RECURSIVE, List.of("dt=2026-11-22/region=eu", "dt=2026-11-22/hour=03/x", "dt=2026-11-22"));
        layouts.put("{yyyy}/{MM}/{dd}" + RECURSIVE, List.of("2026/11/22/03", "2026/11/22/14"));
        layouts.put("year={yyyy}/{yyyy}-{M}-{d}", List.of("year=2026/2026-11-22"));
        layouts.put("before {dd}.{MM}.{yyyy} after/x", List.of("before 22.11.2026 after/x"));
        int i = 0;
        for (Map.Entry<String, List<String>> layout : layouts.entrySet()) {
            String dataset = "layout" + i++;
            try (TestingLandingZone zone = new TestingLandingZone(dataset, COLUMNS, layout.getKey())) {
                zone.run();
                for (String directory : layout.getValue()) {
                    zone.landIn(directory, "a.json", "{\"id\":1}");
                }
                assertThat(zone.batch().status().notRead()).as(layout.getKey()).isEmpty();
                assertAllRoutes(zone, "SELECT count(*) FROM " + dataset, String.valueOf(layout.getValue().size()));
            }
        }
    }

    @Test
    void partitionKeysAreReadAlike() throws IOException, SQLException {
        List<String> values = List.of("eu", "", "7", "-07", "1.5", "2.345", "true", "2026-11-22",
                "2026-11-22 10%3A00%3A00",
                "2026-11-22T10:00:00Z", "22.11.2026", "1446249499", "2549961e-0000-1111-2222-0123456789ab", "aGk=",
                "a b", "a+b", "a%20b", "a%2Bb", "a%2Fb", "a%zz", "50%", "%C3%A9", "%E9", "é漢😀", "a=b", "a'b", "a\\b",
                "a\nb", "null", "__HIVE_DEFAULT_PARTITION__", "x".repeat(200));
        List<String> types = Stream.concat(Arrays.stream(Scalar.values()).filter(DataType::isScalar).map(Scalar::spec),
                Stream.of("decimal(4, 2)", "decimal(30, 10)", "timestamp(6) with time zone\", format: \"epoch_seconds",
                        "date\", format: \"dd.MM.yyyy"))
                .toList();
        String columns = IntStream.range(0, types.size())
                .mapToObj(i -> "  c%d: {type: \"%s\", partition_key: v.1-x}%n".formatted(i, types.get(i)))
                .collect(Collectors.joining());
        try (TestingLandingZone zone = new TestingLandingZone("path_keys", """
                                                                           columns:
                                                                             id: bigint
                                                                             v: {type: varchar, partition_key: V}
                                                                             rest: {rescue: true}
                                                                           """ + columns, DAILY + RECURSIVE)) {
            zone.run();
            for (String value : values) {
                zone.landIn("dt=2026-11-22/V=1/v.1-x=" + value + "/v.1-x=no", "a.json", "{\"id\":1,\"V\":2}");
            }
            zone.landIn("dt=2026-11-22/v=2/v21-x=7", "v.1-x=8", "{\"id\":1}");
            String all = IntStream.range(0, types.size()).mapToObj(i -> "CAST(c" + i + " AS varchar)")
                    .collect(Collectors.joining(", "))
                    .replace("CAST(c%d AS varchar)".formatted(types.indexOf("varbinary")),
                            "to_hex(c%d)".formatted(types.indexOf("varbinary")));
            String rows = "SELECT id, v, rest, " + all + " FROM path_keys ORDER BY 4, 5, 6, 7, 8, 9, v";
            List<String> tail = zone.query(rows);
            assertThat(tail).hasSize(values.size() + 1);
            String texts = "SELECT c%d FROM path_keys WHERE v = '1' ORDER BY 1".formatted(types.indexOf("varchar"));
            assertThat(zone.query(texts)).contains("a b", "a+b", "a/b", "a%zz", "50%", "é", "", "2026-11-22 10:00:00",
                    "null").doesNotContain("a%20b", "a%2Bb", "no", "__HIVE_DEFAULT_PARTITION__");
            assertThat(zone.query("SELECT rest FROM path_keys WHERE v IS NULL OR c%d = 7".formatted(
                    types.indexOf("bigint")))).containsExactlyInAnyOrder("null", "{\"V\":2}");
            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            assertThat(zone.query("SELECT DISTINCT served_from FROM path_keys")).containsExactly("history");
            assertThat(zone.query(rows)).isEqualTo(tail);
        }
    }

    @Test
    void filesWithoutARequiredPartitionKeyAreRejects() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("path_rejects",
                """
                columns:
                  id: bigint
                  region: {type: varchar, partition_key: region, required: true}
                  hour: {type: integer, partition_key: hour, invalid: reject}
                history: {partition_by: [region], sort_by: [hour]}
                """, DAILY + RECURSIVE)) {
            zone.run();
            zone.landIn("dt=2026-11-22/region=eu/hour=03", "a.json", "{\"id\":1}", "{}");
            zone.landIn("dt=2026-11-22/region=us", "a.json", "{\"id\":2}");
            zone.landIn("dt=2026-11-22/region=us/hour=x", "a.json", "{\"id\":3}");
            zone.landIn("dt=2026-11-22/region=__HIVE_DEFAULT_PARTITION__/hour=1", "a.json", "{\"id\":4}");
            List<String> reasons = List.of("column hour is not a valid integer",
                    "required column region is missing, null or not a valid varchar");
            assertThat(zone.query("SELECT reason FROM path_rejects_rejects ORDER BY 1")).isEqualTo(reasons);
            assertAllRoutes(zone, "SELECT array_agg(region ORDER BY region), sum(hour) FROM path_rejects",
                    "[eu, eu, us]|6");
            assertThat(zone.query("SELECT reason FROM path_rejects_rejects ORDER BY 1")).isEqualTo(reasons);
        }
    }

    @Test
    @Tag("slow")
    void filesOfOneDirectoryAreReadByTheDateInTheirNames() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("flat", COLUMNS, "a_%-{yyyy}-{MM}-{dd}*.json")) {
            zone.landIn("", "a_%-2026-11-21-1.json", "{\"id\":1}");
            zone.run();
            zone.landIn("", "a_%-2026-11-22.json", "{\"id\":2}");
            zone.landIn("", "a_%-2026-11-22-3.json", "{\"id\":3}");
            zone.landIn("", "ax%-2026-11-22.json", "{\"id\":4}");
            zone.landIn("", "a_%-2026-11-22.csv", "{\"id\":5}");
            zone.landIn("a_%-2026-11-22", "x.json", "{\"id\":6}");
            assertThat(zone.query("SELECT landed_on, id, served_from FROM flat ORDER BY 2")).containsExactly(
                    "2026-11-21|1|history", "2026-11-22|2|tail", "2026-11-22|3|tail");
            assertThat(zone.batch().status().notRead()).extracting(NotRead::files).containsExactly(3L);
            assertAllRoutes(zone, "SELECT count(*), sum(id) FROM flat", "3|6");
        }
    }

    @Test
    @Tag("slow")
    void whatIsNotReadIsListed() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("lies", COLUMNS)) {
            Path day = zone.land("2026-11-22", "a.json", "{\"id\":1}").getParent();
            Path root = day.getParent();
            Files.writeString(root.resolve("README.txt"), "hello");
            zone.landIn("dt=2026-11-22/region=eu", "a.json", "{\"id\":2}");
            zone.landIn("dt=2026-02-30", "a.json", "{\"id\":3}");
            zone.landIn("dt=2027-01-01", "a.json", "{\"id\":4}");
            zone.landIn("dt=2026-11-22/_tmp", "a.json", "{\"id\":5}");
            zone.landIn("dt=2026-11-22", "b.json.GZ", "{\"id\":6}");
            zone.landIn("dt=2026-11-22", "c.gzip", "{\"id\":7}");
            zone.landIn("dt=2026-11-22", "d.zip", "{\"id\":8}");
            Files.createSymbolicLink(root.resolve("dt=2026-11-21"), day);
            Files.createSymbolicLink(root.resolve("loop"), root);
            zone.run();
            assertThat(zone.query("SELECT id FROM lies ORDER BY 1")).containsExactly("1", "6", "7", "8");
            assertThat(zone.batch().status().notRead())
                    .extracting(of -> of.reason() + " " + of.files() + " " + of.first())
                    .containsExactly(
                            "OUTSIDE 2 [local:///landing/lies/README.txt, local:///landing/lies/dt=2026-02-30/a.json]",
                            "BELOW 1 [local:///landing/lies/dt=2026-11-22/region=eu/a.json]",
                            "LINK 2 [local:///landing/lies/dt=2026-11-21, local:///landing/lies/loop]",
                            "MISNAMED 3 [local:///landing/lies/dt=2026-11-22/b.json.GZ, local:///landing/lies/dt=2026-11-22/c.gzip, local:///landing/lies/dt=2026-11-22/d.zip]",
                            "AHEAD 1 [local:///landing/lies/dt=2027-01-01/a.json]");
            assertThat(zone.batch().status().hidden()).isEqualTo(1);
            zone.now("2026-11-23T00:05:00Z");
            assertThat(zone.run().notRead()).hasSize(5);
            assertThat(zone.query("SELECT id, served_from FROM lies ORDER BY 1")).containsExactly("1|history",
                    "6|history", "7|history", "8|history");
        }
    }

    @Test
    void aCompressedFileWithThePlainNameIsListed() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("disguised", COLUMNS)) {
            zone.land("2026-11-21", "a.json", gzip(LINES));
            zone.land("2026-11-21", "b.json", "{\"id\":1}");
            List<String> first = List.of("COMPRESSED [local:///landing/disguised/dt=2026-11-21/a.json]");
            assertThat(zone.batch().status().notRead()).as("before the first run")
                    .extracting(LandedFilesTest::reasonAndFiles).isEqualTo(first);
            BatchReport report = zone.run();
            assertThat(report.notRead()).as("ingested").extracting(LandedFilesTest::reasonAndFiles).isEqualTo(first);
            assertThat(report.partitions()).extracting(BatchReport.Partition::advice).containsExactly(Optional.empty());

            zone.land("2026-11-22", "c.txt", zstd(LINES, 22));
            zone.land("2026-11-22", "d.json.gz", gzip("{\"id\":2}\n"));
            zone.land("2026-11-22", "e.json.GZ", gzip(LINES));
            List<String> tail = List.of("MISNAMED [local:///landing/disguised/dt=2026-11-22/e.json.GZ]",
                    "COMPRESSED [local:///landing/disguised/dt=2026-11-22/c.txt]");
            assertThat(zone.batch().status().notRead()).as("in the tail")
                    .extracting(LandedFilesTest::reasonAndFiles).isEqualTo(tail);
            assertThat(zone.run().notRead()).extracting(LandedFilesTest::reasonAndFiles).isEqualTo(tail);
            assertThat(zone.query("SELECT id FROM disguised ORDER BY 1")).containsExactly("1", "2");
        }
    }

    private static String reasonAndFiles(NotRead files) {
        return files.reason() + " " + files.first();
    }

    @Test
    @Tag("slow")
    void anUnreadableFileFailsNoQueryAfterARun() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("spoilt", COLUMNS)) {
            zone.run();
            Path good = zone.land("2026-11-22", "good.json.gz", gzip(LINES));
            zone.land("2026-11-22", "members.json.gz", concat(gzip(LINES), gzip(LINES)));
            zone.land("2026-11-22", "small.json.zst", zstd(LINES, 22));
            zone.land("2026-11-22", "cut.json.gz", Arrays.copyOf(gzip(LINES), 30));
            zone.land("2026-11-22", "plain'.json.gz", LINES.getBytes(StandardCharsets.UTF_8));
            zone.land("2026-11-22", "large.json.zst", zstd(LINES, 27));
            zone.land("2026-11-22", "other.json.bz2", LINES.getBytes(StandardCharsets.UTF_8));
            Files.createSymbolicLink(good.resolveSibling("directory"), zone.directory());
            Files.createSymbolicLink(good.resolveSibling("link.json.gz"), good);
            List<String> reasons = List.of("cut.json.gz|unreadable file: it ends too early",
                    "directory|unreadable file: a symbolic link, which Trino does not read whole",
                    "large.json.zst|unreadable file: Window size too large (not yet supported)",
                    "link.json.gz|unreadable file: a symbolic link, which Trino does not read whole",
                    "other.json.bz2|unreadable file: its compression is not supported; land it plain, as .gz or as .zst",
                    "plain'.json.gz|unreadable file: Not in GZIP format");
            assertThat(Optional.of("SELECT count(*) FROM spoilt").map(failing(zone))).get().asString()
                    .contains("local:///landing/spoilt/dt=2026-11-22/");

            BatchReport report = zone.run();
            assertThat(report.setAside().count()).isEqualTo(6);
            assertThat(zone.query("SELECT count(*) FROM spoilt")).containsExactly("4000");
            assertThat(rejects(zone)).containsExactlyElementsOf(reasons);
            assertThat(zone.run().flipped()).as("a second run").isFalse();

            zone.land("2026-11-22", "cut.json.gz", gzip(LINES));
            assertThat(zone.run().setAside().count()).as("landed again").isEqualTo(5);
            assertThat(zone.query("SELECT count(*) FROM spoilt")).containsExactly("5000");
            zone.land("2026-11-22", "cut.json.gz", Arrays.copyOf(gzip(LINES), 30));

            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            assertThat(zone.query("SELECT DISTINCT served_from FROM spoilt")).containsExactly("history");
            assertThat(zone.query("SELECT count(*) FROM spoilt")).containsExactly("4000");
            assertThat(rejects(zone)).containsExactlyElementsOf(reasons);
            assertThat(zone.run().flipped()).isFalse();

            zone.batch().rollBack();
            assertThat(zone.query("SELECT count(*), min(served_from) FROM spoilt")).containsExactly("4000|tail");
            assertThat(rejects(zone)).containsExactlyElementsOf(reasons);
        }
    }

    @Test
    @Tag("slow")
    void aNameThatIsNotUtf8IsSetAside() throws IOException, SQLException, InterruptedException {
        try (TestingLandingZone zone = new TestingLandingZone("latin", COLUMNS)) {
            zone.run();
            Path day = zone.land("2026-11-22", "a.json", "{\"id\":1}").getParent();
            Process shell = new ProcessBuilder("sh", "-c", "echo '{\"id\":2}' > \"$(printf 'caf\\351.json')\"")
                    .directory(day.toFile()).start();
            assumeThat(shell.waitFor()).as("the file system takes any bytes").isZero();
            assertThat(zone.run().setAside().of(LandingPartition.parse("2026-11-22"))).containsExactly(Map.entry(
                    "local:///landing/latin/dt=2026-11-22/caf\ufffd.json", "unreadable file: its name is not UTF-8"));
            assertAllRoutes(zone, "SELECT id FROM latin", "1");
            assertThat(rejects(zone)).containsExactly("caf\ufffd.json|unreadable file: its name is not UTF-8");
        }
    }

    @Test
    void aLateUnreadableFileChangesNoRow() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("spoilt_late", COLUMNS)) {
            zone.land("2026-11-21", "a.json.gz", gzip("{\"id\":1}\n"));
            zone.run();
            zone.land("2026-11-21", "late.json.gz", Arrays.copyOf(gzip(LINES), 30));
            zone.land("2026-11-21", "a.json.gz", Arrays.copyOf(gzip(numbers()), 1000));
            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome)
                    .contains(BatchReport.Outcome.REPLACED);
            assertThat(zone.query("SELECT id FROM spoilt_late")).as("history keeps what it has").containsExactly("1");
            assertThat(zone.query("SELECT regexp_extract(file, '[^/]+$') FROM spoilt_late_rejects"))
                    .containsExactly("late.json.gz");
        }
    }

    @Test
    void aDayThatOnlyTrinoSeesStopsTheRun() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("unlisted", COLUMNS)) {
            zone.run();
            Path file = zone.land("2026-11-22", "a.json", "{\"id\":1}");
            execute(zone, "DROP TABLE landing.test_hidden.unlisted_tail_20261122");
            Path other = zone.directory().resolve("landing/unlisted-elsewhere");
            Files.createDirectories(other);
            Files.move(file, other.resolve("a.json"));
            execute(zone, "CREATE TABLE landing.test_hidden.unlisted_tail_20261122 (line varchar, rest varchar) WITH ("
                    + "format = 'TEXTFILE', external_location = 'local:///landing/unlisted-elsewhere')");
            zone.now("2026-11-23T00:05:00Z");
            assertThat(failure(zone::run)).isEqualTo(
                    "Cannot cut over unlisted: landing day 2026-11-22 differs: Trino reads local:///landing/unlisted-elsewhere/a.json, which the batch does not find");
            assertThat(zone.query("SELECT id, served_from FROM unlisted")).containsExactly("1|tail");
        }
    }

    @Test
    @Tag("slow")
    void aCheckFindsWhatOnlyTrinoCannotRead() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("checked", COLUMNS)) {
            zone.run();
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            assertThat(zone.batch().check().count()).isZero();
            byte[] line = new byte[(100 << 20) + 10];
            Arrays.fill(line, (byte) ' ');
            Path file = zone.land("2026-11-22", "long.json", line);
            zone.land("2026-11-22", "cut.json.gz", Arrays.copyOf(gzip(LINES), 30));
            assertThat(Drift.of(zone.spec, zone.lakehouse).rejects()).containsOnlyKeys(
                    "unreadable file: it ends too early",
                    "unreadable file: a line is longer than 100 MB");
            assertThat(zone.batch().check().of(LandingPartition.parse("2026-11-22")).values()).containsExactly(
                    "unreadable file: it ends too early", "unreadable file: a line is longer than 100 MB");
            assertThat(zone.query("SELECT id FROM checked")).containsExactly("1");
            Files.delete(file);
            assertThat(zone.batch().check().count()).isEqualTo(1);
        }
    }

    @Test
    void aDifferenceNamesItsFiles() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("named", COLUMNS)) {
            zone.run();
            Path file = zone.land("2026-11-22", "a.json", "{\"id\":1}", "{\"id\":2}");
            zone.land("2026-11-22", "b.json", "{\"id\":3}");
            zone.now("2026-11-23T00:05:00Z");
            assertThat(failure(() -> zone.run(TestingLandingZone.before(Step.RECONCILE,
                    () -> TestingLandingZone.rewrite(file, "{\"id\":1}\n{\"id\":x}\n")))))
                    .contains("rows: tail 2, history 3",
                            "local:///landing/named/dt=2026-11-22/a.json: tail 1 rows and 1 rejects, history 2 rows and 0 rejects")
                    .doesNotContain("b.json");
        }
    }

    @Test
    void rejectsSayWhyAndMayStopTheCutOver() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("many_rejects", COLUMNS + "max_rejects: 50%\n")) {
            zone.run();
            Path file = zone.land("2026-11-22", "a.json", "{\"id\":1}", "{\"id\":2}");
            zone.land("2026-11-22", "pretty.json", "[", "{", "\"id\": 3", "}", "]");
            zone.now("2026-11-23T00:05:00Z");
            assertThat(failure(zone::run)).isEqualTo(
                    "Cannot cut over many_rejects: landing day 2026-11-22 has 5 rejects beside 2 rows, more than max_rejects: 50% (5 malformed JSON)");
            assertThat(zone.query("SELECT id, served_from FROM many_rejects ORDER BY 1")).containsExactly("1|tail",
                    "2|tail");
            Files.delete(file.resolveSibling("pretty.json"));
            zone.run();
            assertThat(zone.query("SELECT DISTINCT served_from FROM many_rejects")).containsExactly("history");
        }
        try (TestingLandingZone zone = new TestingLandingZone("any_rejects", COLUMNS)) {
            zone.land("2026-11-19", "a.json", "[", "{", "\"id\": 3", "}", "]");
            zone.land("2026-11-20", "a.json", "{", "\"id\": 3", "}");
            zone.land("2026-11-21", "a.json", "{\"Records\":[{\"id\":3}]}");
            List<BatchReport.Partition> days = zone.run().partitions();
            assertThat(days.get(0).reasons()).containsExactly(Map.entry("malformed JSON", 5L));
            assertThat(days).extracting(BatchReport.Partition::rows).containsOnly(0L);
            assertThat(days).extracting(day -> day.advice().orElseThrow()).containsExactly(
                    advice(19, "a JSON array"), advice(20, "JSON objects over several lines"),
                    advice(21, "an array of records in $.Records"));
        }
    }

    private static String advice(int day, String form) {
        return "local:///landing/any_rejects/dt=2026-11-%d/a.json is %s: ./freshet land any_rejects.yaml FILE lands it as lines"
                .formatted(day, form);
    }

    @Test
    void aChangedLayoutMovesTheTail() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("moved", COLUMNS)) {
            zone.run();
            zone.landIn("2026/11/22", "a.json", "{\"id\":1}");
            assertThat(zone.run().notRead()).hasSize(1);
        }
        try (TestingLandingZone zone = new TestingLandingZone("moved", COLUMNS, "{yyyy}/{MM}/{dd}")) {
            assertThat(zone.batch().status().warnings())
                    .anyMatch(warning -> warning.contains("another landing.layout"));
            assertThat(zone.run().notRead()).isEmpty();
            assertThat(zone.batch().status().warnings())
                    .noneMatch(warning -> warning.contains("another landing.layout"));
            assertAllRoutes(zone, "SELECT id FROM moved", "1");
        }
    }

    @Test
    void aTableOrDirectoryOfTheTailThatIsGoneIsMadeAgain() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("janitor", COLUMNS)) {
            zone.run();
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            for (Runnable heal : List.<Runnable>of(zone::run, zone.batch()::check)) {
                execute(zone, "DROP TABLE landing.test_hidden.janitor_tail_20261122");
                Files.delete(zone.directory().resolve("landing/janitor/dt=2026-11-23"));
                assertThat(gone(zone)).hasSize(2);
                heal.run();
                assertThat(zone.query("SELECT id, served_from FROM janitor")).containsExactly("1|tail");
                assertThat(gone(zone)).isEmpty();
            }
        }
    }

    private static List<String> gone(TestingLandingZone zone) {
        return zone.batch().status().warnings().stream().filter(warning -> warning.contains("is gone: live queries"))
                .toList();
    }

    @Test
    void theLastFileOfADayMayGo() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("last_file", COLUMNS)) {
            Files.delete(landAndRun(zone));
            assertThat(zone.batch().status().changed()).extracting(DatasetStatus.RawPartition::files)
                    .containsExactly(1);
            zone.batch().repair(Optional.of(LandingPartition.parse("2026-11-21")), DailyBatch.Repair.DROP_GONE);
            assertThat(zone.query("SELECT count(*) FROM last_file")).containsExactly("0");
        }
    }

    private static Path landAndRun(TestingLandingZone zone) throws IOException {
        Path file = zone.land("2026-11-21", "a.json", "{\"id\":1}");
        zone.run();
        return file;
    }

    private static void execute(TestingLandingZone zone, String sql) throws SQLException {
        try (Statement statement = zone.lakehouse.trino().createStatement()) {
            statement.execute(sql);
        }
    }

    private static String numbers() {
        return IntStream.range(0, 5_000).mapToObj(i -> "{\"id\":" + i + "}\n").collect(Collectors.joining());
    }

    /** The answer is the same from the tail and, after the cut-over, from history. */
    private static void assertAllRoutes(TestingLandingZone zone, String sql, String answer) throws SQLException {
        assertThat(zone.query(sql)).as(sql + ", from the tail").containsExactly(answer);
        if (zone.spec.ingest().isPresent()) {
            zone.batch().ingest();
            assertThat(zone.query("SELECT DISTINCT served_from FROM " + zone.spec.name())).contains("hot")
                    .doesNotContain("tail");
            assertThat(zone.query(sql)).as(sql + ", from the hot table").containsExactly(answer);
        }
        zone.now("2026-11-23T00:05:00Z");
        zone.run();
        assertThat(zone.query("SELECT DISTINCT served_from FROM " + zone.spec.name())).containsExactly("history");
        assertThat(zone.query(sql)).as(sql + ", from history").containsExactly(answer);
    }

    private static List<String> rejects(TestingLandingZone zone) throws SQLException {
        return zone.query("SELECT regexp_extract(file, '[^/]+$'), reason FROM %s_rejects WHERE line = '' ORDER BY 1"
                .formatted(zone.spec.name()));
    }

    private static String failure(Runnable run) {
        return catchThrowable(run::run).getMessage();
    }

    private static Function<String, String> failing(TestingLandingZone zone) {
        return sql -> {
            try {
                return String.join("\n", zone.query(sql));
            } catch (SQLException e) {
                return e.getMessage();
            }
        };
    }

    private interface Compression {
        OutputStream on(OutputStream bytes) throws IOException;
    }

    private static byte[] gzip(String text) {
        return compressed(text, GZIPOutputStream::new);
    }

    /** @param window the binary logarithm of the window's size in bytes */
    private static byte[] zstd(String text, int window) {
        return compressed(text, bytes -> new ZstdOutputStream(bytes).setLong(window));
    }

    private static byte[] compressed(String text, Compression compression) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.on(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
