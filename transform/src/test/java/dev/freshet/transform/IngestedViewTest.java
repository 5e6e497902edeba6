package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Ingested;
import dev.freshet.core.LandingPartition;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ingested view says up to when it is complete, and no file that had landed by then is missing from it. */
class IngestedViewTest {
    private static final String SPEC = """
                                       time_zone: UTC
                                       columns: {id: bigint}
                                       ingest: {every: PT1M}
                                       """;
    /** Fifteen seconds before noon: a file must be ten seconds old, and clocks may differ by five. */
    private static final String BEFORE_NOON = "2026-11-22T11:59:45Z";

    private static TestingLandingZone zone(String dataset) throws IOException {
        TestingLandingZone zone = new TestingLandingZone(dataset, SPEC);
        land(zone, "2026-11-21", "a.json", "2026-11-21T10:00:00Z", 1);
        zone.run();
        return zone;
    }

    private static Path land(TestingLandingZone zone, String day, String name, String modified, int... ids)
            throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int id : ids) {
            lines.append("{\"id\":").append(id).append("}\n");
        }
        Path file = zone.land(day, name, lines.toString().getBytes(StandardCharsets.UTF_8));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));
        return file;
    }

    private static Optional<Instant> completeUntil(String dataset) throws SQLException {
        return Ingested.read(rows("SHOW CREATE VIEW " + dataset + "_ingested").get(0)).orElseThrow().completeUntil();
    }

    private static List<String> ids(String view) throws SQLException {
        return rows("SELECT id FROM " + view + " ORDER BY id");
    }

    @Test
    void allFilesAreIngested() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_all")) {
            assertThat(rows("SHOW TABLES LIKE 'done\\_all\\_%' ESCAPE '\\'")).as("before the first ingest")
                    .containsExactly("done_all_rejects", "done_all_t1");
            land(zone, "2026-11-22", "a.json", "2026-11-22T11:00:00Z", 2);
            land(zone, "2026-11-23", "early.json", "2026-11-22T11:59:00Z", 3);
            assertThat(zone.batch().status().lag()).as("since the first raw file").contains(Duration.ofHours(1));
            zone.batch().ingest();
            assertThat(zone.batch().status().lag()).as("no file is raw").contains(Duration.ZERO);
            assertThat(zone.batch().status().lines()).hasToString("[" + lines("2026-11-21") + ", " + lines("2026-11-22")
                    + ", " + lines("2026-11-23") + "]");
            assertThat(completeUntil("done_all")).contains(Instant.parse(BEFORE_NOON));
            assertThat(rows("SELECT id, landed_on, served_from FROM done_all_ingested ORDER BY id")).containsExactly(
                    "1|2026-11-21|history", "2|2026-11-22|hot", "3|2026-11-23|hot");

            land(zone, "2026-11-22", "later.json", "2026-11-22T12:00:30Z", 4);
            assertThat(ids("done_all")).containsExactly("1", "2", "3", "4");
            assertThat(ids("done_all_ingested")).as("landed after that time").containsExactly("1", "2", "3");
            zone.now("2026-11-22T12:00:35Z");
            zone.batch().ingest();
            assertThat(completeUntil("done_all")).as("no new file, so no flip").contains(Instant.parse(BEFORE_NOON));

            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            assertThat(ids("done_all_ingested")).containsExactly("1", "2", "3", "4");
            assertThat(completeUntil("done_all")).as("no later than the boundary").isEmpty();
        }
    }

    private static String lines(String day) {
        return new DatasetStatus.Lines(LandingPartition.parse(day), 1, 0).toString();
    }

    @Test
    void aYoungFileStaysRaw() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_young")) {
            land(zone, "2026-11-22", "a.json", "2026-11-22T11:00:00Z", 2);
            land(zone, "2026-11-22", "young.json", "2026-11-22T11:59:51Z", 3);
            zone.batch().ingest();
            assertThat(ids("done_young_ingested")).containsExactly("1", "2");
            assertThat(completeUntil("done_young")).as("its first rows may have landed at any time").isEmpty();
        }
        try (TestingLandingZone zone = new TestingLandingZone("done_young",
                SPEC.replace("PT1M", "PT1M, min_age: PT0S"))) {
            land(zone, "2026-11-22", "b.json", "2026-11-22T11:59:00Z", 4);
            zone.now("2026-11-22T12:10:00Z");
            zone.batch(before(Step.RECONCILE, () -> zone.landQuietly("2026-11-22", "meanwhile.json", "{\"id\":5}")))
                    .ingest();
            assertThat(ids("done_young_ingested")).as("landed after the ingest had begun")
                    .containsExactly("1", "2", "3", "4");
            assertThat(completeUntil("done_young")).contains(Instant.parse("2026-11-22T12:09:55Z"));
        }
    }

    @Test
    void aFileThatGrowsIsMissingFromItsFirstRowOn() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_grows")) {
            land(zone, "2026-11-22", "a.json", "2026-11-22T11:00:00Z", 2);
            zone.batch().ingest();
            zone.now("2026-11-22T12:01:00Z");
            land(zone, "2026-11-22", "grows.json", "2026-11-22T12:00:55Z", 3);
            land(zone, "2026-11-22", "b.json", "2026-11-22T12:00:30Z", 4);
            zone.batch().ingest();
            assertThat(completeUntil("done_grows")).as("it was not there before").contains(Instant.parse(BEFORE_NOON));
            zone.now("2026-11-22T12:30:00Z");
            land(zone, "2026-11-22", "grows.json", "2026-11-22T12:29:55Z", 3, 5);
            land(zone, "2026-11-22", "c.json", "2026-11-22T12:29:00Z", 6);
            zone.batch().ingest();
            assertThat(ids("done_grows_ingested")).containsExactly("1", "2", "4", "6");
            assertThat(completeUntil("done_grows")).contains(Instant.parse(BEFORE_NOON));
            zone.now("2026-11-22T12:31:00Z");
            land(zone, "2026-11-22", "young.json", "2026-11-22T12:30:55Z", 7);
            zone.batch().ingest();
            assertThat(ids("done_grows_ingested")).containsExactly("1", "2", "3", "4", "5", "6");
            assertThat(completeUntil("done_grows")).contains(Instant.parse("2026-11-22T12:29:45Z"));
        }
    }

    @Test
    void namesWithoutOrderBeyondTheLimitStayRaw() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_unordered")) {
            for (int file = 0; file < 510; file++) { // the largest become hot: the first ones
                String name = Integer.toHexString(file * 7919 % 65_536) + ".json";
                land(zone, "2026-11-22", name, "2026-11-22T%02d:%02d:00Z".formatted(2 + file / 60, file % 60),
                        file < 500 ? new int[]{file, file} : new int[]{file});
            }
            zone.batch().ingest();
            assertThat(rows("SELECT count(*) FROM done_unordered_ingested WHERE served_from = 'hot'"))
                    .containsExactly("1000");
            assertThat(completeUntil("done_unordered")).isEmpty();
        }
    }

    @Test
    void aChangedFileMayBeMissing() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_changed")) {
            land(zone, "2026-11-22", "a.json", "2026-11-22T10:00:00Z", 2);
            land(zone, "2026-11-22", "b.json", "2026-11-22T10:00:00Z", 3);
            zone.batch().ingest();
            assertThat(completeUntil("done_changed")).contains(Instant.parse(BEFORE_NOON));

            zone.now("2026-11-22T12:05:00Z");
            land(zone, "2026-11-22", "a.json", "2026-11-22T12:04:55Z", 2, 20);
            List<String> waits = new ArrayList<>();
            new DailyBatch(zone.spec, zone.lakehouse, at("2026-11-22T12:05:00Z"), BatchProgress.NONE,
                    duration -> waits.add(duration + ": " + state("done_changed"))).ingest();
            assertThat(waits).as("gateways forget what the view said before it shows less")
                    .containsExactly("PT4S: Optional.empty [1, 2, 3]");
            assertThat(ids("done_changed_ingested")).containsExactly("1", "3");
            assertThat(completeUntil("done_changed")).isEmpty();

            zone.now("2026-11-22T12:06:00Z");
            zone.batch().ingest();
            assertThat(ids("done_changed_ingested")).containsExactly("1", "2", "3", "20");
            assertThat(completeUntil("done_changed")).contains(Instant.parse("2026-11-22T12:05:45Z"));
        }
    }

    @Test
    void theNextIngestSaysItAfterAKilledOne() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_killed")) {
            land(zone, "2026-11-22", "a.json", "2026-11-22T10:00:00Z", 2);
            assertThatThrownBy(() -> zone.batch(before(Step.FLIP, () -> {
                throw new IllegalStateException("killed");
            })).ingest()).hasMessage("killed");
            zone.batch().ingest();
            assertThat(state("done_killed")).isEqualTo("Optional[" + BEFORE_NOON + "] [1, 2]");
        }
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    private static String state(String dataset) {
        try {
            return completeUntil(dataset) + " " + ids(dataset + "_ingested");
        } catch (SQLException e) {
            return e.toString();
        }
    }

    @Test
    void aFileThatIsSetAsideIsNotMissing() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_aside")) {
            land(zone, "2026-11-22", "a.json", "2026-11-22T10:00:00Z", 2);
            Path gzip = zone.land("2026-11-22", "b.json.gz", "no gzip".getBytes(StandardCharsets.UTF_8));
            Files.setLastModifiedTime(gzip, FileTime.from(Instant.parse("2026-11-22T09:00:00Z")));
            assertThat(zone.batch().ingest().setAside().count()).isEqualTo(1);
            assertThat(rows("SELECT count(*) FROM done_aside_rejects")).containsExactly("1");
            assertThat(completeUntil("done_aside")).contains(Instant.parse(BEFORE_NOON));
            assertThat(zone.batch().status().lag()).contains(Duration.ZERO);
            zone.now("2026-11-22T12:10:00Z");
            land(zone, "2026-11-22", "copy.json", "2026-10-01T00:00:00Z", 3);
            assertThat(zone.batch().status().lag()).as("older than what is complete").contains(
                    Duration.between(Instant.parse(BEFORE_NOON), Instant.parse("2026-11-22T12:10:00Z")));
        }
    }

    @Test
    @Tag("slow")
    void aCutOverKeepsItAndARollbackDoesNot() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_back")) {
            land(zone, "2026-11-22", "a.json", "2026-11-22T10:00:00Z", 2);
            land(zone, "2026-11-23", "a.json", "2026-11-23T00:01:00Z", 3);
            zone.now("2026-11-23T00:05:00Z");
            zone.batch().ingest();
            Instant until = Instant.parse("2026-11-23T00:04:45Z");
            assertThat(completeUntil("done_back")).contains(until);
            zone.run();
            assertThat(rows("SELECT id, served_from FROM done_back_ingested ORDER BY id")).containsExactly("1|history",
                    "2|history", "3|hot");
            assertThat(completeUntil("done_back")).contains(until);

            zone.batch().rollBack();
            assertThat(ids("done_back")).containsExactly("1", "2", "3");
            assertThat(ids("done_back_ingested")).containsExactly("1", "3");
            assertThat(completeUntil("done_back")).isEmpty();
            zone.batch().ingest();
            assertThat(ids("done_back_ingested")).containsExactly("1", "2", "3");
            assertThat(completeUntil("done_back")).contains(until);
        }
    }

    @Test
    @Tag("slow")
    void aChangedRuleOrNoIngestEndsIt() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("done_rules")) {
            land(zone, "2026-11-22", "a.json", "2026-11-22T10:00:00Z", 2);
            zone.batch().ingest();
        }
        try (TestingLandingZone zone = new TestingLandingZone("done_rules",
                SPEC.replace("id: bigint", "id: {type: bigint, required: true}"))) {
            List<String> waits = new ArrayList<>();
            new DailyBatch(zone.spec, zone.lakehouse, at("2026-11-22T12:30:00Z"), BatchProgress.NONE,
                    duration -> waits.add(duration + ": " + state("done_rules"))).run(Optional.empty());
            assertThat(waits).containsExactly("PT4S: Optional.empty [1, 2]");
            assertThat(state("done_rules")).isEqualTo("Optional.empty [1]");
            zone.batch().ingest();
            assertThat(state("done_rules")).isEqualTo("Optional[" + BEFORE_NOON + "] [1, 2]");
        }
        try (TestingLandingZone zone = new TestingLandingZone("done_rules",
                SPEC.replace("id: bigint", "id: {type: bigint, required: true}").replaceAll("(?m)^ingest.*$",
                        "tail: {retire_after: PT0S}"))) {
            zone.now(Instant.now().plusSeconds(60).toString());
            zone.maintenance().run(Duration.ZERO);
            assertThat(rows("SELECT id, served_from FROM done_rules ORDER BY id")).as("the views read it until a run")
                    .containsExactly("1|history", "2|hot");
            zone.run();
            zone.maintenance().run(Duration.ZERO);
            assertThat(rows("SHOW TABLES LIKE 'done\\_rules%' ESCAPE '\\'")).containsExactly("done_rules",
                    "done_rules_rejects", "done_rules_t1");
        }
    }
}
