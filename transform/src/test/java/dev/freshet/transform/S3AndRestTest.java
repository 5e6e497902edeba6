package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.SpecWriter;
import dev.freshet.spec.sql.Condition;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.SpecRefusedException;
import dev.freshet.transform.doctor.Doctor;
import dev.freshet.transform.doctor.Finding.Verdict;
import dev.freshet.transform.doctor.Finding;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.io.FileInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Landing zone, warehouse and landing metastore in S3, an Iceberg REST catalog, and a worker that does Trino's work.
 */
@Tag("slow")
class S3AndRestTest {
    private static final LandingPartition YESTERDAY = LandingPartition.parse("2026-11-21");
    private static final LandingPartition TODAY = LandingPartition.parse("2026-11-22");

    private static LocalLakehouse server;
    private static LakehouseConnection lakehouse;
    private Clock clock = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    @BeforeAll
    static void start() {
        server = LocalLakehouse.start(LocalLakehouse.Options.TEMPORARY.withS3(true).withRest(true).withWorkers(1),
                StartProgress.NONE);
        lakehouse = LakehouseConnection.open(LakehouseConfig.of("S3", server.properties()));
    }

    @AfterAll
    static void stop() {
        lakehouse.close();
        server.close();
    }

    private static DatasetSpec spec(String dataset) {
        return spec(dataset, server.root() + "/landing/" + dataset);
    }

    private static DatasetSpec spec(String dataset, String root) {
        return SpecReader.parse(dataset + ".yaml", """
                                                   dataset: %s
                                                   schema: test
                                                   landing: {root: "%s"}
                                                   columns: {id: {type: bigint, required: true}, name: varchar}
                                                   ingest: {every: PT1M, min_age: PT0S}
                                                   """.formatted(dataset, root));
    }

    private DailyBatch batch(DatasetSpec spec) {
        return new DailyBatch(spec, lakehouse, clock, BatchProgress.NONE);
    }

    private static void land(DatasetSpec spec, LandingPartition day, String name, String line) throws IOException {
        try (OutputStream out = lakehouse.landing().newOutputFile(spec.landing().directory(day) + "/" + name)
                .createOrOverwrite()) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Statement statement = lakehouse.trino().createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(answer.getString(1) + "|" + answer.getString(2));
            }
            return rows;
        }
    }

    private static List<String> live(String dataset) throws SQLException {
        return rows("SELECT id, served_from FROM test.%s ORDER BY id, name".formatted(dataset));
    }

    @Test
    void theDoctorFindsItGoodAndLeavesNothing() {
        List<Finding> findings = new Doctor(LakehouseConfig.of("S3", server.properties()), server.root()
                + "/landing/days", Clock.systemUTC(), finding -> {
                }).examine();
        assertThat(findings).extracting(Finding::verdict).as("%s", findings).containsOnly(Verdict.OK);
        assertThat(lakehouse.landing().listPrefix(server.root() + "/")).extracting(FileInfo::location)
                .noneMatch(file -> file.contains("freshet_doctor"));
    }

    @Test
    void aDayGoesFromRawFilesToHistoryAndBack() throws IOException, SQLException {
        DatasetSpec spec = spec("days");
        land(spec, YESTERDAY, "a b#%.json", "{\"id\":1}");
        land(spec, TODAY, "a.json", "{\"id\":2}");
        land(spec, TODAY, "b.json", "no json");
        assertThat(batch(spec).run(Optional.empty()).after().toString()).isEqualTo("2026-11-22");
        assertThat(live("days")).containsExactly("1|history", "2|tail");
        assertThat(rows("SELECT line, served_from FROM test.days_rejects")).containsExactly("no json|tail");

        assertThat(batch(spec).ingest().partitions()).extracting(IntradayReport.Partition::files).contains(2);
        land(spec, TODAY, "c.json", "{\"id\":3}");
        assertThat(live("days")).containsExactly("1|history", "2|hot", "3|tail");

        land(spec, YESTERDAY, "late.json", "{\"id\":4}");
        assertThat(batch(spec).repair(Optional.empty(), DailyBatch.Repair.LATE).partitions())
                .extracting(BatchReport.Partition::files).contains(2);
        clock = Clock.offset(clock, Duration.ofDays(1));
        batch(spec).run(Optional.empty());
        assertThat(live("days")).containsExactly("1|history", "2|history", "3|history", "4|history");
        batch(spec).rollBack();
        assertThat(live("days")).containsExactly("1|history", "2|tail", "3|tail", "4|history");
        batch(spec).run(Optional.empty());
        new Maintenance(spec, lakehouse, Clock.systemUTC(), BatchProgress.NONE).run(Duration.ofDays(7));
        assertThat(live("days")).containsExactly("1|history", "2|history", "3|history", "4|history");
    }

    @Test
    void trinoWritesADay() throws IOException, SQLException {
        DatasetSpec spec = SpecReader.parse("written", SpecWriter.write(spec("written")) + "engine: trino\n");
        land(spec, YESTERDAY, "a b#%.json", "{\"id\":1}");
        land(spec, YESTERDAY, "b.json", "no json");
        batch(spec).run(Optional.empty());
        land(spec, YESTERDAY, "late.json", "{\"id\":2}");
        assertThat(batch(spec).repair(Optional.empty(), DailyBatch.Repair.LATE).partitions())
                .extracting(BatchReport.Partition::rows, BatchReport.Partition::rejects).contains(tuple(2L, 1L));
        assertThat(live("written")).containsExactly("1|history", "2|history");
        assertThat(rows("SELECT count_if(coordinator), count(*) FROM system.runtime.nodes")).containsExactly("1|2");
    }

    @Test
    void anErasureRewritesObjects() throws IOException, SQLException {
        DatasetSpec spec = spec("erased");
        land(spec, YESTERDAY, "a.json", "{\"id\":1,\"name\":\"Quark7731\"}\n{\"id\":2}");
        land(spec, YESTERDAY, "b.json", "{\"id\":3,\"name\":\"Quark7731\"}");
        land(spec, TODAY, "a.json", "{\"id\":4,\"name\":\"Quark7731\"}\n{\"id\":5}");
        batch(spec).run(Optional.empty());
        batch(spec).ingest();
        assertThat(objectsNaming("erased")).as("and not only in the three raw files").hasSizeGreaterThan(3);
        new Erasure(spec, lakehouse, clock, BatchProgress.NONE, Condition.parse(spec, "name = 'Quark7731'")).run();
        assertThat(objectsNaming("erased")).isEmpty();
        assertThat(live("erased")).containsExactly("2|history", "5|hot");
        assertThat(batch(spec).run(Optional.empty()).partitions()).extracting(BatchReport.Partition::outcome)
                .containsExactly(BatchReport.Outcome.UNCHANGED);
    }

    /** The objects of a dataset in which the name is. Column bounds of data files are in plain text. */
    private static List<String> objectsNaming(String dataset) throws IOException {
        List<String> naming = new ArrayList<>();
        for (String prefix : List.of("/landing/" + dataset + "/", "/warehouse/test_hidden/" + dataset)) {
            for (FileInfo object : lakehouse.landing().listPrefix(server.root() + prefix)) {
                if (object.size() == 0) {
                    continue; // S3 cannot read a part of it
                }
                try (InputStream in = lakehouse.landing().newInputFile(object.location()).newStream()) {
                    if (new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("Quark7731")) {
                        naming.add(object.location());
                    }
                }
            }
        }
        return naming;
    }

    @Test
    void objectsThatHistoryHoldsAreDeleted() throws IOException, SQLException {
        DatasetSpec spec = SpecReader.parse("objects", SpecWriter.write(spec("objects"))
                .replace("landing:\n", "landing:\n  retention: P1D\n"));
        LandingPartition old = YESTERDAY.plus(-1);
        land(spec, old, "a b#%.json", "{\"id\":1}");
        land(spec, old, "b.json", "{\"id\":2}");
        land(spec, YESTERDAY, "a.json", "{\"id\":3}");
        batch(spec).run(Optional.empty());
        land(spec, old, "b.json", "{\"id\":4}");
        new Maintenance(spec, lakehouse, Clock.offset(clock, Duration.ofDays(1)), BatchProgress.NONE)
                .run(Duration.ofDays(7));
        RawRetention.Report report = new RawRetention(spec, lakehouse, clock, BatchProgress.NONE).run();
        assertThat(report.files()).isEqualTo(1);
        assertThat(report.staying()).containsOnlyKeys(RawRetention.Reason.CHANGED);
        LandingZone zone = LandingZone.of(spec, lakehouse.landing());
        assertThat(zone.list(old)).extracting(RawFile::path).containsExactly(spec.landing().directory(old) + "/b.json");
        assertThat(zone.list(YESTERDAY)).hasSize(1);
        assertThat(live("objects")).containsExactly("1|history", "2|history", "3|history");
    }

    /** Consoles and Hadoop write such objects; Trino does not read them. */
    @Test
    void anEmptyObjectInThePlaceOfADirectoryIsNoFile() throws IOException {
        DatasetSpec spec = spec("folders");
        land(spec, TODAY, "a.json", "{\"id\":1}");
        lakehouse.landing().newOutputFile(spec.landing().directory(TODAY) + "/").create().close();
        assertThat(LandingZone.of(spec, lakehouse.landing()).contents().notRead()).isEmpty();
        assertThat(LandingZone.of(spec, lakehouse.landing()).list(TODAY)).hasSize(1);
    }

    /** The catalog vends credentials for one table, which reach its directory. */
    @Test
    void allFilesOfATableAreInItsDirectory() throws IOException {
        DatasetSpec spec = spec("vended");
        land(spec, YESTERDAY, "a.json", "{\"id\":1}");
        land(spec, TODAY, "a.json", "{\"id\":2}");
        batch(spec).run(Optional.empty());
        batch(spec).ingest();
        List<String> directories = lakehouse.catalog().listTables(Namespace.of("test_hidden")).stream()
                .filter(table -> table.name().startsWith("vended"))
                .map(table -> lakehouse.catalog().loadTable(table).location() + "/").toList();
        assertThat(directories).hasSize(4);
        List<String> files = new ArrayList<>();
        lakehouse.landing().listPrefix(server.root() + "/warehouse/test_hidden/vended")
                .forEach(file -> files.add(file.location()));
        assertThat(files).anyMatch(file -> file.contains("/ledger/")).allMatch(
                file -> directories.stream().anyMatch(file::startsWith));
    }

    /** S3 gives times in whole seconds. */
    @Test
    void anOverwriteOfTheSameSizeWithinASecondIsAnotherFile() throws IOException {
        DatasetSpec spec = spec("overwritten");
        LandingZone zone = LandingZone.of(spec, lakehouse.landing());
        RawFile before;
        RawFile after;
        do {
            land(spec, TODAY, "a.json", "{\"id\":1}");
            before = zone.list(TODAY).get(0);
            land(spec, TODAY, "a.json", "{\"id\":2}");
            after = zone.list(TODAY).get(0);
        } while (!before.modified().equals(after.modified()));
        assertThat(after.bytes()).isEqualTo(before.bytes());
        assertThat(after).isNotEqualTo(before).isEqualTo(zone.find(after.path()).orElseThrow());
        assertThat(Inputs.fingerprint(List.of(after))).isNotEqualTo(Inputs.fingerprint(List.of(before)));
    }

    @Test
    void aFirstRunWithoutFilesStopsUnlessThatIsAllowed() throws IOException, SQLException {
        DatasetSpec spec = spec("empty");
        assertThatThrownBy(() -> batch(spec).run(Optional.empty())).isInstanceOf(LakehouseException.class)
                .hasMessage("Cannot find a raw file of empty under s3://freshet/landing/empty (check landing.root and "
                        + "landing.layout; if none has landed yet, use --allow-empty)");
        batch(spec).run(Optional.empty(), true);
        land(spec, TODAY, "a.json", "{\"id\":1}");
        assertThat(live("empty")).containsExactly("1|tail");
    }

    @Test
    void aMissingBucketAndAWrongKeySayWhatIsWrong() {
        DatasetSpec nowhere = spec("nowhere", "s3://nowhere/landing");
        assertThatThrownBy(() -> batch(nowhere).run(Optional.empty())).isInstanceOf(LakehouseException.class)
                .hasMessage("Cannot list s3://nowhere/landing of nowhere: there is no such bucket");
        assertThatThrownBy(() -> batch(spec("local", "local:///landing/local")).run(Optional.empty()))
                .isInstanceOf(SpecRefusedException.class).hasMessageContaining(
                        "This lakehouse cannot read it: its files are in S3 (write for example s3://freshet/landing/local)");

        String listing = "Cannot list s3://freshet/landing/refused of refused: ";
        assertThat(refusal("landing.s3.secret-access-key"))
                .isEqualTo(listing + "the secret key is wrong (s3.secret-access-key)");
        assertThat(refusal("landing.s3.access-key-id"))
                .isEqualTo(listing + "it does not know the access key (s3.access-key-id)");
        assertThat(refusal("landing.s3.endpoint")).startsWith(listing + "S3 cannot be reached: ");
    }

    /** What a run says if a property of the lakehouse file is wrong. */
    private String refusal(String property) {
        Properties properties = server.properties();
        properties.setProperty(property, property.endsWith("endpoint") ? "http://127.0.0.1:1" : "wrong");
        try (LakehouseConnection wrong = LakehouseConnection.open(LakehouseConfig.of("S3", properties))) {
            new DailyBatch(spec("refused"), wrong, clock, BatchProgress.NONE).run(Optional.empty());
            return "nothing";
        } catch (LakehouseException e) {
            return e.getMessage();
        }
    }
}
