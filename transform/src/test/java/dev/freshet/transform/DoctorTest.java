package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Names;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.sql.Condition;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.doctor.Doctor;
import dev.freshet.transform.doctor.Finding.Verdict;
import dev.freshet.transform.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each lakehouse is set up wrongly in one way, which the doctor must find. */
@Tag("slow")
class DoctorTest {
    private static final String LANDING_ROOT = "local:///landing/backups";
    private static final String MASK = "\"columns\": [{\"name\": \"text\", \"mask\": \"'***'\"}]";
    @TempDir
    private static Path directory;
    private static LocalLakehouse server;
    private static TrinoSession trino;
    private static LakehouseConnection lakehouse;
    /** The properties of the Iceberg catalog. */
    private static Map<String, String> tables;

    /** In a Trino of its own, as each catalog needs memory. */
    @BeforeAll
    static void createCatalogs() throws IOException {
        server = LocalLakehouse.start(StartProgress.NONE);
        LakehouseConfig config = config();
        lakehouse = LakehouseConnection.open(config);
        trino = new TrinoSession(lakehouse.trino(), BatchProgress.NONE);
        Map<String, String> iceberg = config.iceberg();
        Map<String, String> files = Map.of("fs.native-local.enabled", "true", "local.location", iceberg.get(
                LocalFileIO.LOCATION));
        Map<String, String> hive = and(files, "hive.metastore=file", "hive.metastore.catalog.dir=local:///metastore",
                "hive.non-managed-table-writes-enabled=true");
        createCatalog("landing_listed", "hive", and(hive, "hive.file-status-cache-tables=*"));
        createCatalog("landing_cached", "hive", and(hive, "hive.metastore-cache-ttl=1h"));
        createCatalog("landing_elsewhere", "hive", and(hive, "local.location=" + System.getProperty("java.io.tmpdir"),
                "hive.metastore.catalog.dir=local:///" + UUID.randomUUID()));
        createCatalog("landing_closed", "hive", and(hive, "hive.non-managed-table-writes-enabled=false"));
        createCatalog("landing_read_only", "hive", and(hive, "hive.security=read-only"));
        tables = and(files, "iceberg.catalog.type=jdbc", "iceberg.jdbc-catalog.catalog-name=lakehouse",
                "iceberg.jdbc-catalog.driver-class=org.postgresql.Driver",
                "iceberg.jdbc-catalog.connection-url=" + iceberg.get("uri"),
                "iceberg.jdbc-catalog.connection-user=" + iceberg.get("jdbc.user"),
                "iceberg.jdbc-catalog.connection-password=" + iceberg.get("jdbc.password"),
                "iceberg.jdbc-catalog.schema-version=V1",
                "iceberg.jdbc-catalog.default-warehouse-dir=local:///warehouse");
        createCatalog("lakehouse_read_only", "iceberg", and(tables, "iceberg.security=read_only"));
        createCatalog("lakehouse_masked", "iceberg", and(tables, "iceberg.security=file", rules(".*_history", MASK)));
        createCatalog("lakehouse_filtered", "iceberg", and(tables, "iceberg.security=file", rules(".*_history",
                "\"filter\": \"id <> 3\"")));
        createCatalog("landing_filtered", "hive", and(hive, "hive.security=file", rules(".*_tail_.*",
                "\"filter\": \"line NOT LIKE '%deep%'\"")));
    }

    /** A property for an access control that says this of some tables, and else allows all. */
    private static String rules(String table, String restriction) throws IOException {
        String all = "\"privileges\": [\"SELECT\", \"INSERT\", \"DELETE\", \"UPDATE\", \"OWNERSHIP\", \"GRANT_SELECT\"]";
        Path rules = Files.writeString(Files.createTempFile(directory, "rules", ".json"),
                "{\"tables\": [{\"table\": \"%s\", %s, %s}, {%3$s}]}".formatted(table, restriction, all));
        return "security.config-file=" + rules;
    }

    private static void createCatalog(String name, String connector, Map<String, String> properties) {
        trino.execute("CREATE CATALOG %s USING %s WITH (%s)".formatted(name, connector, properties.entrySet().stream()
                .map(each -> Names.quoted(each.getKey()) + " = " + Names.literal(each.getValue()))
                .collect(Collectors.joining(", "))));
    }

    private static Map<String, String> and(Map<String, String> properties, String... more) {
        Map<String, String> all = new TreeMap<>(properties);
        Arrays.stream(more).map(line -> line.split("=", 2)).forEach(pair -> all.put(pair[0], pair[1]));
        return all;
    }

    @AfterAll
    static void stop() {
        lakehouse.close();
        server.close();
    }

    private static LakehouseConfig config(String... changes) {
        Properties properties = server.properties();
        Arrays.stream(changes).map(line -> line.split("=", 2))
                .forEach(pair -> properties.setProperty(pair[0], pair[1]));
        return LakehouseConfig.of("lakehouse", properties);
    }

    private static List<Finding> examine(Duration skew, String... changes) {
        return new Doctor(config(changes), LANDING_ROOT, Clock.offset(Clock.systemUTC(), skew), finding -> {
        }).examine();
    }

    @Test
    void aGoodLakehouseIsFoundGoodAndLeftAsItWas() throws IOException {
        List<String> before = state();
        List<Finding> findings = examine(Duration.ZERO);
        assertThat(findings).extracting(Finding::verdict).as("%s", findings).containsOnly(Verdict.OK);
        assertThat(findings).extracting(Finding::check).containsExactly("connections", "versions", "clocks",
                "catalogs", "schemas", "raw files", "storage clock", "new files", "replaced files", "directories",
                "days to come", "metastore", "batch", "clean-up");
        assertThat(findings.get(12).detail()).isEqualTo(
                "12 lines of all types: the same 6 rows and 5 rejects in history, tail and hot table");
        assertThat(state()).isEqualTo(before);
    }

    /** Schemas, and all files and directories. */
    private static List<String> state() throws IOException {
        Path directory = Path.of(config().iceberg().get(LocalFileIO.LOCATION));
        Stream<String> schemas = Stream.of("lakehouse", "landing").flatMap(catalog -> trino.query(
                "SHOW SCHEMAS FROM " + catalog, row -> catalog + "." + row.getString(1)).stream());
        try (Stream<Path> files = Files.walk(directory)) {
            return Stream.concat(schemas, files.map(Path::toString).filter(file -> file.contains("freshet_doctor"))
                    .sorted()).toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  trino.url=jdbc:trino://127.0.0.1:1/lakehouse          | connections    | WRONG   | Cannot reach Trino at jdbc:trino://127.0.0.1:1/lakehouse | the lakehouse file
                                                                  iceberg.type=glue-typo                                | connections    | WRONG   | Cannot open the Iceberg catalog | the lakehouse file
                                                                  trino.catalog=lakehuose                               | catalogs       | WRONG   | Trino has no catalog lakehuose | trino.catalog in the lakehouse file: Trino has [
                                                                  trino.landing-catalog=lakehouse                       | catalogs       | WRONG   | catalog lakehouse is of connector iceberg, not hive | trino.landing-catalog in the lakehouse file: with connector.name=hive Trino has [landing
                                                                  iceberg.name=other                                    | schemas        | WRONG   | is not in the Iceberg catalog of the lakehouse file | iceberg.name, iceberg.uri and iceberg.warehouse
                                                                  trino.catalog=lakehouse_read_only                     | schemas        | WRONG   | Access Denied: Cannot create schema | grant it to user
                                                                  trino.landing-catalog=landing_read_only               | schemas        | WRONG   | Access Denied: Cannot create schema | grant it to user
                                                                  trino.landing-catalog=landing_elsewhere               | raw files      | WRONG   | | must name the same file system
                                                                  trino.landing-catalog=landing_listed                  | new files      | WRONG   | a file that lands after a query is not in the next one | remove hive.file-status-cache-tables from Trino's catalog landing_listed
                                                                  trino.landing-catalog=landing_recursive               | directories    | WRONG   | catalog landing_recursive reads directories below a landing day | remove hive.recursive-directories
                                                                  trino.landing-catalog-recursive=landing               | directories    | WRONG   | catalog landing does not read directories below a landing day | hive.recursive-directories=true
                                                                  trino.landing-catalog=landing_closed                  | days to come   | WRONG   | | hive.non-managed-table-writes-enabled=true in Trino's catalog landing_closed
                                                                  trino.landing-catalog=landing_cached                  | metastore      | WARNING | landing_cached caches what its metastore says | remove hive.metastore-cache-ttl from Trino's catalog landing_cached
                                                                  trino.catalog=lakehouse_masked                        | batch          | WRONG   | column text: checksum of tail | "batch_history" without a column mask or a row filter
                                                                  trino.catalog=lakehouse_filtered                      | batch          | WRONG   | rows: tail 6, history 5 (-1)               | "batch_history" without a column mask or a row filter
                                                                  trino.landing-catalog=landing_filtered                | batch          | WRONG   | rows: tail 5, history 6 (+1)               | without a column mask or a row filter
                                                                  """)
    void aWrongLakehouseIsFoundWrong(String change, String check, Verdict verdict, String detail, String fix) {
        assertFound(examine(Duration.ZERO, change), check, verdict, detail, fix);
        assertThat(trino.query("SHOW SCHEMAS FROM lakehouse LIKE 'freshet%'", row -> row.getString(1))).isEmpty();
    }

    @Test
    void rowsThatTheBatchMayNotSeeAreNotSaidToBeErased() throws IOException {
        DatasetSpec spec = SpecReader.parse("spec", """
                                                    dataset: hidden
                                                    schema: telemetry
                                                    landing: {root: "local:///landing/hidden"}
                                                    columns: {id: bigint, text: varchar}
                                                    """);
        createCatalog("ruled", "iceberg", tables);
        Path raw = landYesterday(spec, "{\"id\":1,\"text\":\"Quark\"}\n");
        try (LakehouseConnection ruled = LakehouseConnection.open(config("trino.catalog=ruled"))) {
            new DailyBatch(spec, ruled, Clock.systemUTC(), BatchProgress.NONE).run(Optional.empty());
            Files.delete(raw);
            trino.execute("DROP CATALOG ruled");
            createCatalog("ruled", "iceberg", and(tables, "iceberg.security=file", rules(".*_history", MASK)));
            assertThatThrownBy(() -> new Erasure(spec, ruled, Clock.systemUTC(), BatchProgress.NONE,
                    Condition.parse(spec, "text = 'Quark'")).run()).isInstanceOf(LakehouseException.class)
                    .hasMessageStartingWith("Cannot erase rows of hidden: a column mask or a row filter")
                    .hasMessageContaining("hidden_history");
        } finally {
            trino.execute("DROP CATALOG ruled");
        }
    }

    @Test
    void linesThatTheBatchMayNotSeeAreNotLeftOut() throws IOException {
        DatasetSpec spec = SpecReader.parse("spec", """
                                                    dataset: filtered
                                                    schema: telemetry
                                                    landing: {root: "local:///landing/filtered"}
                                                    columns: {id: bigint}
                                                    engine: trino
                                                    """);
        landYesterday(spec, "{\"id\":1}\n{\"id\":2,\"deep\":0}\n");
        try (LakehouseConnection filtered = LakehouseConnection.open(config(
                "trino.landing-catalog=landing_filtered"))) {
            assertThatThrownBy(() -> new DailyBatch(spec, filtered, Clock.systemUTC(), BatchProgress.NONE).run(Optional
                    .empty())).isInstanceOf(LakehouseException.class)
                    .hasMessageContaining("with Trino: a column mask or a row filter of its access control hides some")
                    .hasMessageContaining("filtered_tail_");
        }
    }

    private static Path landYesterday(DatasetSpec spec, String lines) throws IOException {
        Path day = server.directory().resolve("landing/%s/dt=%s".formatted(spec.name(), LocalDate.now(ZoneOffset.UTC)
                .minusDays(1)));
        return Files.writeString(Files.createDirectories(day).resolve("a.json"), lines);
    }

    @Test
    void clocksThatDifferAreFound() {
        List<Finding> findings = examine(Duration.ofMinutes(-2));
        assertFound(findings, "clocks", Verdict.WRONG, "Trino's clock and this machine's differ by 1", "NTP");
        assertFound(findings, "storage clock", Verdict.WRONG, "The storage's clock and this machine's differ by 1",
                "NTP");
        assertThat(findings).filteredOn(finding -> finding.check().equals("batch")).extracting(Finding::verdict)
                .containsExactly(Verdict.SKIPPED);
    }

    /** All other checks are good, or cannot be made. */
    private static void assertFound(List<Finding> findings, String check, Verdict verdict, String detail, String fix) {
        assertThat(findings).filteredOn(finding -> finding.check().equals(check)).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).as("%s", findings).isEqualTo(verdict);
            assertThat(finding.detail()).contains(detail == null ? "" : detail);
            assertThat(finding.fix()).hasValueSatisfying(found -> assertThat(found).contains(fix));
        });
    }
}
