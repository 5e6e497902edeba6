package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The commands on a real lakehouse. */
@ResourceLock("System.in")
class LakehouseCommandsTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);

    @TempDir
    private Path directory;
    private Path lakehouse;
    private Path spec;
    private String dataset;

    @BeforeEach
    void land(TestInfo test) throws IOException {
        dataset = "cli_" + test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
        lakehouse = lakehouse(LocalLakehouse.shared().properties());
        spec = Files.writeString(directory.resolve("spec.yaml"), """
                                                                 dataset: %s
                                                                 schema: telemetry
                                                                 landing: {root: "local:///landing/%s"}
                                                                 columns:
                                                                   id: bigint
                                                                   device: row(model varchar)
                                                                 """.formatted(dataset, dataset));
        land(YESTERDAY, "{\"id\":1,\"device\":{\"model\":\"S4\"}}\n{\"id\":2}\nbroken\n");
        land(TODAY, "{\"id\":3}\n");
    }

    @Test
    void adoptDraftsASpecFromATableAndComparesHowTheyRead() throws IOException, SQLException {
        Files.writeString(day(YESTERDAY).resolve("a.json"), """
                                                            {"id":1,"Device":{"Model":"S4"},"price":1.5,"extra":true}
                                                            {"id":2,"price":7}
                                                            """);
        String table = "landing.raw." + dataset;
        trino("CREATE SCHEMA IF NOT EXISTS landing.raw");
        trino("""
              CREATE TABLE %s (id bigint, device row(model varchar), price integer, dt varchar)
              WITH (format = 'JSON', external_location = 'local:///landing/%s', partitioned_by = ARRAY['dt'])
              """.formatted(table, dataset));
        trino("CALL landing.system.sync_partition_metadata('raw', '%s', 'ADD')".formatted(dataset));
        Path draft = directory.resolve("draft.yaml");

        TestingFreshet adopted = freshet("adopt", "--json", "-o", draft, table);

        assertThat(adopted.exit()).as(adopted.err()).isZero();
        assertThat(Files.readString(draft)).contains("dataset: " + dataset, "root: local:///landing/" + dataset,
                "device: {type: \"row(\\\"Model\\\" varchar)\", path: $.Device}", "price: integer",
                "# Keys that the table does not name: extra.");
        JsonNode parity = adopted.json().get("parity");
        assertThat(parity.get("partition").asText()).isEqualTo(YESTERDAY.toString());
        assertThat(parity.get("rows").asLong()).isEqualTo(2);
        assertThat(parity.get("tableRows").asLong()).isEqualTo(2);
        assertThat(parity.at("/columns/0/equal").asBoolean()).isTrue();
        assertThat(parity.at("/columns/1/equal").asBoolean()).isTrue();

        Files.writeString(draft, Files.readString(draft).replace("price: integer", "price: double"));
        TestingFreshet compared = freshet("adopt", table, "--spec", draft);
        assertThat(compared.exit()).as(compared.err()).isZero();
        assertThat(TestingManual.lines(compared.out(), dataset))
                .isEqualTo(TestingManual.output("command-line.md", "only in the table"));
        assertThat(compared.out()).contains("  1.5E0             1.0E0");
        Files.writeString(day(YESTERDAY).resolve("b.json"), "broken\n");
        assertThat(freshet("adopt", table, "--spec", draft).out()).contains("spec   2 rows, 1 reject",
                "table  cannot be read: ");
        assertThat(freshet("adopt", "raw.nothing").err()).contains("name catalog, schema and table");
        assertThat(freshet("adopt", "landing.raw.nothing").err()).contains("Cannot find the table");
    }

    private static void trino(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(LocalLakehouse.shared().trinoUrl(), "test", null);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void planPrintsWhatRunDoesAndStatusAndQueryShowIt() throws IOException {
        TestingFreshet plan = freshet("plan", spec);
        assertThat(plan.exit()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("-- commit: replace landed_on = DATE '" + YESTERDAY, "CREATE OR REPLACE VIEW");
        assertThat(freshet("run", "--dry-run", spec).out().replaceAll("published=\\S+", ""))
                .isEqualTo(plan.out().replaceAll("published=\\S+", ""));
        assertThat(freshet("status", spec).out()).contains("not published yet");
        assertThat(freshet("status", "--max-lag", "P30D", spec).err())
                .isEqualToIgnoringNewLines(
                        "freshet: " + dataset + " exceeds --max-lag PT720H: it is not published yet");

        TestingFreshet run = freshet("run", "--json", spec);
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode report = run.json().get("runs").get(0);
        assertThat(report.get("boundary").asText()).isEqualTo(TODAY.toString());
        assertThat(report.get("flipped").asBoolean()).isTrue();
        assertThat(report.get("partitions")).hasSize(1);
        assertThat(report.get("partitions").get(0).get("rows").asLong()).isEqualTo(2);
        assertThat(report.get("partitions").get(0).get("rejects").asLong()).isEqualTo(1);
        assertThat(run.err().lines()).containsSubsequence(dataset + ": ingesting " + YESTERDAY,
                dataset + ": replacing the views");

        Files.writeString(day(YESTERDAY).resolve("late.json"), "{\"id\":4}\n");
        JsonNode status = freshet("status", "--json", spec).json().get("datasets").get(0);
        assertThat(status.get("historyRows").asLong()).isEqualTo(2);
        assertThat(status.get("tail").get(0).get("landed").asText()).isEqualTo(TODAY.toString());
        assertThat(status.get("late").get(0).get("files").asInt()).isEqualTo(1);
        assertThat(freshet("status", spec).out()).contains("2 rows, complete up to " + TODAY, "late       1 file",
                "rejects    1 of 3 lines of " + YESTERDAY);
        TestingFreshet exceeded = freshet("status", "--json", "--max-lag", "P2D", "--max-late", 0, "--max-rejects",
                "33.3%", spec);
        assertThat(exceeded.exit()).isEqualTo(8);
        assertThat(exceeded.err().lines()).containsExactly(
                "freshet: " + dataset + " exceeds --max-late 0: 1 file came late",
                dataset + " exceeds --max-rejects 33.3%: 1 of 3 lines of " + YESTERDAY);
        assertThat(exceeded.json().at("/datasets/0/historyRows").asLong()).isEqualTo(2);
        assertThat(exceeded.json().at("/datasets/0/exceeded")).hasSize(2);
        assertThat(exceeded.json().at("/error/kind").asText()).isEqualTo("limit");
        TestingFreshet met = freshet("status", "--max-lag", "P2D", "--max-late", 1, "--max-rejects", "33.4%", spec);
        assertThat(met.exit()).as(met.err()).isZero();
        assertThat(met.err()).isEmpty();
        TestingFreshet both = freshet("status", "--max-late", 0, directory.resolve("none.yaml"), spec);
        assertThat(both.exit()).as("of the first failure").isEqualTo(3);
        assertThat(both.err()).contains("none.yaml:1: ", " exceeds --max-late 0: ");

        String sql = "SELECT id, device, landed_on, served_from FROM lakehouse.telemetry." + dataset + " ORDER BY id";
        JsonNode answer = freshet("query", "--json", sql).json();
        assertThat(answer.get("columns").toString()).isEqualTo("[\"id\",\"device\",\"landed_on\",\"served_from\"]");
        assertThat(answer.get("rows").toString()).isEqualTo(
                "[[1,{\"model\":\"S4\"},\"%1$s\",\"history\"],[2,null,\"%1$s\",\"history\"],[3,null,\"%2$s\",\"tail\"]]"
                        .formatted(YESTERDAY, TODAY));
        assertThat(freshet("query", sql + ";").out().lines().toList())
                .contains(" 1  {\"model\":\"S4\"}  " + YESTERDAY + "  history",
                        " 3  NULL            " + TODAY + "  tail")
                .anyMatch(line -> line.startsWith("(3 rows, "));

        TestingFreshet t1 = freshet("query", "--freshness", "t-1", "SELECT id FROM telemetry." + dataset);
        assertThat(t1.out()).contains("(2 rows, ", "is read t-1, data as of " + TODAY + "T00:00:00Z");
        assertThat(freshet("query", "SELECT id FROM telemetry." + dataset).out()).contains("(3 rows, ",
                "is read live, ");

        TestingFreshet repair = freshet("repair", spec);
        assertThat(repair.exit()).as(repair.err()).isZero();
        assertThat(repair.out()).contains("views unchanged", YESTERDAY + "  replaced");
        assertThat(freshet("run", spec).out()).contains("views unchanged", YESTERDAY + "  unchanged");
        assertThat(freshet("repair", "--force", spec).err())
                .contains("--day (--force, --drop-gone and --restore need it)");

        TestingFreshet maintain = freshet("maintain", spec);
        assertThat(maintain.exit()).as(maintain.err()).isZero();
        assertThat(maintain.out()).startsWith(dataset + ": data files ");
        assertThat(freshet("maintain", "--retention", "PT1M", spec).exit()).isEqualTo(2);
        assertThat(freshet("maintain", "--retention", "P999999999999D", spec).exit()).isEqualTo(2);
        TestingFreshet longest = freshet("maintain", "--retention", "P36500D", spec);
        assertThat(longest.exit()).as(longest.err()).isZero();
        TestingFreshet anyAge = freshet("query", "--freshness", "P999999999999D",
                "SELECT count(*) FROM telemetry." + dataset);
        assertThat(anyAge.exit()).as(anyAge.err()).isZero();
        assertThat(freshet("rollback", spec).err()).contains("there is no boundary before").hasLineCount(1);
    }

    @Test
    void anExplanationSaysHowLongLiveQueriesTake() {
        assertThat(freshet("run", spec).exit()).isZero();
        String explain = "/*+ freshet(explain) freshness(t-1) */ SELECT * FROM telemetry." + dataset;
        assertThat(freshet("query", explain).out()).contains("(2 rows, ").doesNotContain("a live query");

        LakehouseConfig config = LakehouseConfig.read(lakehouse);
        CostModelFile model = CostModelFile.of(lakehouse);
        model.write(TestingCostModel.of(config));
        String expected = "lakehouse.telemetry." + dataset
                + ": a live query takes about 107 ms for count and 214 ms for group_by of plain files, without history (cost model of 2026-11-30, off by 21 % at the median, 35 % at p95)";
        assertThat(freshet("query", explain).out().lines()).contains(expected);
        assertThat(freshet("query", "--json", explain).json().at("/warnings/0").asText()).isEqualTo(expected);
        assertThat(freshet("query", "SELECT * FROM telemetry." + dataset).out()).doesNotContain("a live query");

        model.write(TestingCostModel.of(config, "1"));
        assertThat(freshet("query", explain).out()).contains(
                "how long a live query takes is not known: the cost model of 2026-11-30 is of Trino 1 at jdbc:trino:");
    }

    @Test
    void rawFilesAreCountedAndThenDeleted() throws IOException {
        Files.writeString(spec, Files.readString(spec).replace("\"}", "\", retention: P1D}")
                + "tail: {retire_after: PT0S}\n");
        LocalDate old = TODAY.minusDays(2);
        land(old, "{\"id\":4}\n");
        Files.writeString(day(old).resolve("b.json"), "{\"id\":5}\nbroken\n");
        assertThat(freshet("run", spec).exit()).isZero();
        Files.writeString(day(old).resolve("late.json"), "{\"id\":6}\n");
        TestingFreshet counted = freshet("maintain", spec);
        assertThat(counted.exit()).as(counted.err()).isZero();
        assertThat(TestingManual.lines(counted.out(), dataset)).containsSubsequence(
                TestingManual.output("batch.md", "would delete"));
        assertThat(day(old)).isDirectoryContaining(file -> file.endsWith("a.json"));
        JsonNode deleted = freshet("maintain", "--yes", "--json", spec).json().at("/datasets/0/rawFiles");
        assertThat(deleted.get("deleted").asBoolean()).isTrue();
        assertThat(deleted.get("files").asInt()).isEqualTo(2);
        assertThat(deleted.at("/staying/late/0").asText()).endsWith("/late.json");
        assertThat(day(old).toFile().list()).containsExactly("late.json");
        assertThat(freshet("status", "--all", spec).out()).contains("late       1 file of ", "changed    none");
    }

    @Test
    void driftReportsWhatTheSpecDoesNotCoverAndProposesTheChange() throws IOException {
        assertThat(freshet("run", spec).exit()).isZero();
        assertThat(freshet("drift", spec).out()).contains("1 file of 1 landing partition", "1 row, 0 rejects",
                "device in all rows", "Nothing to change in the spec.");

        Files.writeString(day(TODAY).resolve("new.json"),
                "{\"id\":\"x\",\"device\":{\"model\":\"S4\",\"os\":\"linux\"}}\nbroken\n");
        assertThat(freshet("drift", spec).out()).contains("2 rows, 1 reject", "malformed JSON", "$.device.os",
                "\"linux\"",
                "+ device_os: {type: varchar, path: $.device.os}", "+ id_text: {type: varchar, path: $.id}");
        JsonNode drift = freshet("drift", "--json", spec).json();
        assertThat(drift.at("/newKeys/0/path").asText()).isEqualTo("$.device.os");
        assertThat(drift.at("/misfits/0/example").asText()).isEqualTo("\"x\"");
        assertThat(drift.at("/rejects/malformed JSON").asLong()).isEqualTo(1);
        assertThat(drift.get("spec").asText()).contains("  device_os: {type: varchar, path: $.device.os}\n");
    }

    @Test
    void aFileOfAnotherFormLandsAsLines() throws IOException {
        Path export = Files.writeString(directory.resolve("_my export.json"), "[{\"id\":5},\n{\"id\":6}, 7]");
        TestingFreshet landed = freshet("land", spec, export);
        assertThat(landed.exit()).as(landed.err()).isZero();
        String raw = "local:///landing/" + dataset + "/dt=" + TODAY + "/my-export.json";
        assertThat(landed.out().lines()).containsExactly(export + ": a JSON array -> 3 lines: " + raw,
                "  lines that are not objects and will be rejected: 1");
        assertThat(day(TODAY).resolve("my-export.json")).hasContent("{\"id\":5}\n{\"id\":6}\n7\n");
        assertThat(freshet("land", spec, export).out()).contains("3 lines, which had landed before: " + raw);

        Path trail = Files.writeString(directory.resolve("trail.json"), "{\"next\":1,\"items\":[{\"id\":8}]}");
        TestingFreshet unclear = freshet("land", spec, trail);
        assertThat(unclear.exit()).isEqualTo(6);
        assertThat(unclear.err()).contains("trail.json", "--records '$.items'").hasLineCount(1);
        JsonNode items = freshet("land", "--json", "--day", YESTERDAY, "--records", "$.items", spec, trail).json();
        assertThat(items.at("/files/0/location").asText()).endsWith("/dt=" + YESTERDAY + "/trail.json");
        assertThat(items.at("/files/0/lines").asLong()).isEqualTo(1);
        assertThat(items.at("/files/0/leftOut/0").asText()).isEqualTo("next");

        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("{\"id\":9}{\"id\":10}".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(freshet("land", spec, "-").out()).contains("several JSON objects on a line -> 2 lines",
                    "/stdin-").contains(".json");
        } finally {
            System.setIn(before);
        }
        assertThat(freshet("land", "--day", YESTERDAY + "T05", spec, trail).exit()).isEqualTo(2);
        assertThat(freshet("land", "--records", "items", spec, trail).exit()).isEqualTo(2);
        assertThat(freshet("land", spec, directory.resolve("none.json")).err()).contains("none.json", "no such file")
                .hasLineCount(1);
        assertThat(freshet("land", spec, directory).exit()).isEqualTo(6);

        assertThat(freshet("run", spec).exit()).isZero();
        assertThat(freshet("query", "SELECT id FROM telemetry." + dataset).out()).contains("(8 rows, ");
        assertThat(freshet("query", "SELECT reason FROM telemetry." + dataset + "_rejects").out())
                .contains("not a JSON object", "malformed JSON");
    }

    /** What a desktop tool does: the driver's jar and the JDK, nothing else. */
    @Test
    void theDriverIsOneJarThatJava17Loads() throws IOException, SQLException {
        assertThat(freshet("run", spec).exit()).isZero();
        Path jar;
        try (Stream<Path> built = Files.list(Path.of("../query-gateway/target"))) {
            jar = built.filter(file -> file.toString().endsWith("-driver.jar")).findFirst()
                    .orElseThrow(() -> new AssertionError("no driver jar: build it with ./mvnw verify"));
        }
        try (JarFile classes = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) classes.stream()
                    .filter(e -> e.getName().endsWith(".class"))::iterator) {
                try (DataInputStream in = new DataInputStream(classes.getInputStream(entry))) {
                    in.readInt();
                    in.readUnsignedShort();
                    assertThat(in.readUnsignedShort()).as(entry.getName()).isLessThanOrEqualTo(61);
                }
            }
        }
        try (URLClassLoader alone = new URLClassLoader(new URL[]{jar.toUri().toURL()},
                ClassLoader.getPlatformClassLoader())) {
            Driver driver = ServiceLoader.load(Driver.class, alone).stream()
                    .filter(provider -> provider.type().getName().equals("dev.freshet.gateway.FreshetDriver"))
                    .findFirst()
                    .orElseThrow().get();
            Properties properties = new Properties();
            properties.setProperty("user", "desktop");
            String url = LocalLakehouse.shared().trinoUrl().replace("jdbc:", "jdbc:freshet:");
            try (Connection connection = driver.connect(url, properties);
                    Statement statement = connection.createStatement();
                    ResultSet answer = statement.executeQuery(
                            "/*+ freshness(t-1) */ SELECT count(*) FROM lakehouse.telemetry." + dataset)) {
                assertThat(answer.next()).isTrue();
                assertThat(answer.getLong(1)).isEqualTo(2);
                assertThat(statement.getWarnings().getMessage()).contains("is read t-1");
                try (ResultSet tables = connection.getMetaData().getTables("lakehouse", "telemetry", dataset, null)) {
                    assertThat(tables.next()).isTrue();
                    assertThat(tables.getString("REMARKS")).contains("last cut over at");
                }
            }
        }
    }

    @Test
    void aQueryThatTrinoRefusesIsNoFailureOfTheLakehouse() {
        TestingFreshet refused = freshet("query", "--json", "SELECT * FROM lakehouse.none.none");
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.err()).contains("none").hasLineCount(1);
        assertThat(refused.json().get("error").get("kind").asText()).isEqualTo("query");
    }

    @Test
    void theDemoIsRefusedWhereItsDatasetExists() {
        assertThat(freshet("demo", "--keep").exit()).isEqualTo(2); // the lakehouse is named
        freshet("query", "--direct", "CREATE SCHEMA IF NOT EXISTS lakehouse.telemetry");
        assertThat(freshet("query", "--direct", "CREATE TABLE lakehouse.telemetry.backups (id bigint)").exit())
                .isZero();
        try {
            TestingFreshet refused = freshet("demo");
            assertThat(refused.exit()).isEqualTo(6);
            assertThat(refused.err()).isEqualToIgnoringNewLines(
                    "freshet: Cannot run the demo: telemetry.backups exists in this lakehouse");
        } finally {
            freshet("query", "--direct", "DROP TABLE lakehouse.telemetry.backups");
        }
    }

    @Test
    void aCatalogThatRefusesThePasswordIsNamed() throws IOException {
        Properties properties = LocalLakehouse.shared().properties();
        properties.setProperty("iceberg.jdbc.password", "wrong");
        lakehouse = lakehouse(properties);
        TestingFreshet refused = freshet("run", spec);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Cannot open the Iceberg catalog", properties.getProperty("iceberg.uri"),
                "password authentication failed").doesNotContain("wrong").hasLineCount(1);
    }

    @Test
    void aFileSystemThatDoesNotExistIsNamed() throws IOException {
        Properties properties = LocalLakehouse.shared().properties();
        properties.setProperty("landing.io-impl", "org.example.None");
        lakehouse = lakehouse(properties);
        Path file = Files.writeString(directory.resolve("a.json"), "{}");
        for (TestingFreshet refused : new TestingFreshet[]{freshet("run", spec), freshet("land", spec, file)}) {
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).startsWith("freshet: Cannot open the landing zone's file system: ")
                    .contains("org.example.None");
        }
    }

    @Test
    void aLandingRootThatDoesNotExistStopsThatDatasetAlone() throws IOException {
        Path lost = Files.writeString(directory.resolve("lost.yaml"),
                Files.readString(spec).replace(dataset, "lost"));
        TestingFreshet run = freshet("run", "--json", lost, spec);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().get("runs").get(0).get("error").get("message").asText()).contains("landing/lost");
        assertThat(run.json().get("runs").get(1).get("flipped").asBoolean()).isTrue();
        assertThat(run.json().get("error").get("kind").asText()).isEqualTo("lakehouse");
    }

    @Test
    void aBackfillShowsWhichDayItIsAtAndGoesOnAfterADayThatFails() throws IOException {
        LocalDate old = TODAY.minusDays(90);
        Files.writeString(spec, "max_rejects: 50%\n", StandardOpenOption.APPEND);
        land(old, "{\"id\":5}\n");
        land(old.plusDays(1), "broken\n");
        land(old.plusDays(2), "{\"id\":6}\n{\"id\":7}\n");
        TestingFreshet first = freshet("backfill", "--from", old, "--to", old, spec);
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out()).contains(dataset + ": 1 day ingested, 0 unchanged, ",
                dataset + " is not published yet: `./freshet run` does it");

        TestingFreshet rest = freshet("backfill", "--from", old, "--to", YESTERDAY, spec);
        assertThat(rest.exit()).isEqualTo(4);
        assertThat(rest.out()).contains(dataset + ": 2 days ingested, 1 unchanged, 1 not ingested, ",
                old.plusDays(2) + "  ingested");
        assertThat(rest.err()).contains(dataset + ": ingesting " + old.plusDays(1) + " (1 of 3)",
                dataset + ": ingesting " + old.plusDays(2) + " (2 of 3, ", " left)", "more than max_rejects: 50%");
        assertThat(TestingManual.lines(rest.err() + rest.out(), dataset))
                .containsSubsequence(TestingManual.output("batch.md", "backups: ingesting"));
        Files.delete(day(old.plusDays(1)).resolve("a.json"));
        assertThat(freshet("run", spec).out()).contains(old + "  unchanged", YESTERDAY + "  unchanged");

        JsonNode again = freshet("backfill", "--json", "--from", old, "--to", YESTERDAY, spec).json();
        assertThat(again.at("/backfills/0/unchanged").asInt()).isEqualTo(3);
        assertThat(again.at("/backfills/0/boundary").asText()).isEqualTo(TODAY.toString());
        TestingFreshet tooEarly = freshet("backfill", "--from", old, "--to", TODAY, spec);
        assertThat(tooEarly.exit()).isEqualTo(2);
        assertThat(tooEarly.err()).contains(dataset + ": Invalid day: " + TODAY, "it is not over in ");
        assertThat(freshet("query", "--json", "SELECT rows, error LIKE '%max_rejects%' FROM "
                + "lakehouse.telemetry_hidden.freshet_runs WHERE command = 'backfill' AND dataset = '" + dataset
                + "' ORDER BY started_at").json().get("rows").toString()).isEqualTo("[[1,null],[4,true],[0,null]]");
    }

    @Test
    void datasetsAtOnceAnswerInTheOrderOfTheirSpecs() throws IOException {
        String second = dataset + "_2";
        Path lost = Files.writeString(directory.resolve("lost.yaml"),
                Files.readString(spec).replace(dataset, "lost_at_once"));
        Path other = Files.writeString(directory.resolve("other.yaml"),
                Files.readString(spec).replace("dataset: " + dataset, "dataset: " + second));
        TestingFreshet run = freshet("run", "--json", "--parallel", 2, spec, lost, other);
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.json().at("/runs/0/dataset").asText()).isEqualTo(dataset);
        assertThat(run.json().at("/runs/1/error/message").asText()).contains("landing/lost_at_once");
        assertThat(run.json().at("/runs/2/dataset").asText()).isEqualTo(second);
        assertThat(run.json().at("/runs/2/flipped").asBoolean()).isTrue();
        assertThat(run.err().lines())
                .contains(dataset + ": ingesting " + YESTERDAY, second + ": ingesting " + YESTERDAY)
                .allMatch(line -> line.matches("(freshet|%s|%s|lost_at_once): [a-zA-Z].*".formatted(dataset, second)));
        assertThat(freshet("query", "--json",
                """
                SELECT count(*) FROM lakehouse.telemetry_hidden.freshet_runs a
                JOIN lakehouse.telemetry_hidden.freshet_runs b ON a.started_at < b.ended_at AND b.started_at < a.ended_at
                WHERE a.dataset = '%s' AND b.dataset = '%s'"""
                        .formatted(dataset, second))
                .json().at("/rows/0/0").asLong())
                .as("they worked at the same time").isEqualTo(1);

        TestingFreshet again = freshet("run", "--parallel", 3, other, lost, spec);
        assertThat(again.out().lines().filter(line -> line.contains(": boundary ")).map(line -> line.split(":")[0]))
                .containsExactly(second, dataset);
        assertThat(freshet("maintain", "--parallel", 2, spec, other).exit()).isZero();
    }

    @Test
    void datasetsOfAGroupCutOverTogetherOrNotAtAll() throws IOException {
        String second = dataset + "_2";
        Path one = Files.writeString(spec, "group: " + dataset + "\n", StandardOpenOption.APPEND);
        Path other = Files.writeString(directory.resolve("other.yaml"),
                Files.readString(one).replace("dataset: " + dataset, "dataset: " + second));
        TestingFreshet first = freshet("run", "--json", "--day", TODAY.minusDays(2), one, other);
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.json().at("/runs/1/boundary").asText()).isEqualTo(YESTERDAY.toString());

        TestingFreshet left = freshet("run", one);
        assertThat(left.exit()).isEqualTo(2);
        assertThat(left.err()).contains("Cannot cut over %s to %s: this would leave %s at %s, which is in group %s, too"
                .formatted(dataset, TODAY, second, YESTERDAY, dataset));
        Path lost = Files.writeString(directory.resolve("lost.yaml"),
                Files.readString(one).replace("dataset: " + dataset, "dataset: " + dataset + "_3")
                        .replace("landing/" + dataset, "landing/lost_in_group"));
        TestingFreshet held = freshet("run", "--parallel", 3, one, other, lost);
        assertThat(held.exit()).as("as that of the cause").isEqualTo(1);
        assertThat(held.err()).contains("Cannot cut over " + dataset + ": ", "Cannot cut over " + second + ": ",
                "landing/lost_in_group");
        JsonNode status = freshet("status", "--json", one, other).json();
        assertThat(status.at("/datasets/0/boundary").asText()).isEqualTo(YESTERDAY.toString());
        assertThat(status.at("/datasets/1/boundary").asText()).isEqualTo(YESTERDAY.toString());

        TestingFreshet run = freshet("run", one, other);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("%s: boundary %s -> %s, views replaced".formatted(dataset, YESTERDAY, TODAY),
                "%s: boundary %s -> %s, views replaced".formatted(second, YESTERDAY, TODAY));
        assertThat(freshet("rollback", one).out())
                .contains("the boundaries of group %1$s differ: %1$s %2$s, %1$s_2 %3$s. "
                        .formatted(dataset, YESTERDAY, TODAY));

        Files.writeString(other, "time_zone: Europe/Berlin\n", StandardOpenOption.APPEND);
        TestingFreshet apart = freshet("run", one, other);
        assertThat(apart.exit()).isEqualTo(3);
        assertThat(apart.err()).contains(
                "group: Two datasets of one group have different time zones: %s and %s (make them equal, or give one of the two another group)"
                        .formatted(one, other));
    }

    @Test
    void aSpecWithMistakesDoesNotStopTheOthers() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), Files.readString(spec).replace("bigint", "bigintt")
                .replace("model varchar", "model vrchar"));
        for (String command : new String[]{"plan", "run", "repair", "status", "maintain"}) {
            TestingFreshet others = freshet(command, bad, spec);
            assertThat(others.exit()).as(command).isEqualTo(3);
            assertThat(others.err()).as(command).contains(bad + ":5: columns.id: ", bad + ":6: columns.device: ");
            assertThat(others.out()).as(command).contains(dataset);
        }
        JsonNode json = freshet("run", "--json", bad, spec).json();
        assertThat(json.at("/runs/0/boundary").asText()).isEqualTo(TODAY.toString());
        assertThat(json.at("/error/problems")).hasSize(2);
    }

    @Test
    void aLandingRootOfAnotherFileSystemIsAMistakeOfTheSpec() throws IOException {
        for (String root : new String[]{"file:///tmp/landing", "s3://bucket/landing", "local://landing"}) {
            Path elsewhere = Files.writeString(directory.resolve("elsewhere.yaml"), Files.readString(spec)
                    .replace("local:///landing/" + dataset, root));
            for (String command : new String[]{"plan", "run", "repair", "status", "maintain", "drift", "rollback"}) {
                TestingFreshet refused = freshet(command, elsewhere);
                assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
                assertThat(refused.err()).as(command).contains(elsewhere + ":3: landing.root: ", root,
                        "takes local:///path", "write for example local:///landing/" + dataset + ")").hasLineCount(1);
            }
        }
    }

    @Test
    void twoSpecsOfOneNameAreBothNamed() throws IOException {
        Path other = Files.writeString(directory.resolve("other.yaml"), Files.readString(spec)
                .replace("dataset: " + dataset, "dataset: " + dataset + "_t1"));
        TestingFreshet both = freshet("run", spec, other);
        assertThat(both.exit()).isEqualTo(3);
        assertThat(both.err().lines()).containsExactly(
                "%1$s:1: dataset: Two specs claim the view telemetry.%3$s_t1: %1$s and %2$s (give one of the two another dataset name)"
                        .formatted(spec, other, dataset),
                "%2$s:1: dataset: Two specs claim the view telemetry.%3$s_t1: %2$s and %1$s (give one of the two another dataset name)"
                        .formatted(spec, other, dataset));

        assertThat(freshet("run", spec).exit()).isZero();
        assertThat(freshet("run", other).err()).contains(other + ":1: dataset: Cannot publish ",
                "there is another view of that name");
        Path elsewhere = Files.writeString(other, Files.readString(spec).replace("landing/" + dataset,
                "landing/" + dataset + "/more").replace("id: bigint", "number: bigint"));
        TestingFreshet published = freshet("run", elsewhere);
        assertThat(published.exit()).isEqualTo(3);
        assertThat(published.err()).contains("Another spec has published", "reads local:///landing/" + dataset + "/dt=",
                "names local:///landing/" + dataset + "/more", "another dataset name")
                .doesNotContain("history.dropped");
        assertThat(freshet("status", spec).exit()).isZero();
    }

    private TestingFreshet freshet(Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[0] = "--lakehouse";
        all[1] = lakehouse;
        return TestingFreshet.run(all);
    }

    private void land(LocalDate day, String lines) throws IOException {
        Files.writeString(Files.createDirectories(day(day)).resolve("a.json"), lines);
    }

    private Path day(LocalDate day) {
        return LocalLakehouse.shared().directory().resolve("landing/" + dataset + "/dt=" + day);
    }

    private Path lakehouse(Properties properties) throws IOException {
        Path file = directory.resolve("lakehouse.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }
}
