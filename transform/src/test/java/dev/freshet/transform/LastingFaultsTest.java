package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.RawFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lasting faults: batches that keep failing, wrong clocks, deleted files, paused runs. */
@Tag("slow")
class LastingFaultsTest {
    private static final String COLUMNS = "columns: {id: {type: bigint, required: true}}\n";
    private static final Optional<LandingPartition> THE_21ST = Optional.of(LandingPartition.parse("2026-11-21"));

    @Test
    void theTailIsExtendedWhileBatchesFail() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("failing",
                "max_rejects: 10%\ntail: {look_ahead: P1D}\n" + COLUMNS)) {
            zone.run();
            zone.land("2026-11-22", "a.json", "no JSON");
            for (int day = 23; day <= 26; day++) {
                zone.land("2026-11-" + day, "a.json", "{\"id\":" + day + "}");
                zone.now("2026-11-" + day + "T00:05:00Z");
                assertThatThrownBy(zone::run).hasMessageContaining("more than max_rejects: 10%");
            }
            assertThat(rows("SELECT id FROM failing WHERE landed_on > DATE '2026-11-22' ORDER BY 1"))
                    .containsExactly("23", "24", "25", "26");
            assertThat(zone.batch().status().warnings()).noneMatch(warning -> warning.contains("tail"));
            zone.now("2026-11-27T13:00:00Z");
            assertThat(zone.batch().status().warnings()).anyMatch(
                    warning -> warning.startsWith("the tail ends at 2026-11-28T00:00:00Z: files that land later"));
            zone.now("2026-11-28T13:00:00Z");
            assertThat(zone.batch().status().warnings()).anyMatch(
                    warning -> warning.startsWith("the tail has ended at 2026-11-28T00:00:00Z"));
        }
    }

    @Test
    void theTailIsExtendedWhileASpecIsRejected() throws IOException, SQLException {
        String late = "  at: timestamp(6) with time zone\nevent_time: at\nallowed_lateness: P2D\ntail: {look_ahead: P1D}\n";
        try (TestingLandingZone zone = new TestingLandingZone("refusing", "columns:\n  id: bigint\n" + late)) {
            zone.land("2026-11-21", "a.json", "{\"id\":21}");
            zone.run();
        }
        try (TestingLandingZone zone = new TestingLandingZone("refusing", "columns:\n  id: varchar\n" + late)) {
            for (int day = 23; day <= 26; day++) {
                zone.land("2026-11-" + day, "a.json", "{\"id\":%1$d,\"at\":\"2026-11-%1$dT00:00:00Z\"}".formatted(day),
                        "{\"id\":0,\"at\":\"2026-11-%dT23:59:59Z\"}".formatted(day - 3), "broken");
                zone.now("2026-11-" + day + "T00:05:00Z");
                assertThatThrownBy(zone::run).hasMessageStartingWith("Cannot change column id");
            }
        }
        assertThat(rows("SELECT id, landed_on, served_from FROM refusing ORDER BY 1")).containsExactly(
                "21|2026-11-21|history", "23|2026-11-23|tail", "24|2026-11-24|tail", "25|2026-11-25|tail",
                "26|2026-11-26|tail");
        assertThat(rows("SELECT count(*), count(DISTINCT landed_on) FROM refusing_rejects")).containsExactly("8|4");
        try (TestingLandingZone zone = new TestingLandingZone("refusing", "columns:\n  id: bigint\n" + late)) {
            zone.now("2026-11-27T00:05:00Z");
            zone.run();
            assertThat(rows("SELECT id, served_from FROM refusing ORDER BY 1")).containsExactly("21|history",
                    "23|history", "24|history", "25|history", "26|history");
            assertThat(zone.run().flipped()).isFalse();
        }
    }

    @Test
    void aSlowClockIsReportedAndDoesNotShortenTheTail() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("slow", COLUMNS)) {
            zone.now("2026-11-25T12:00:00Z");
            zone.run();
            zone.land("2026-11-28", "a.json", "{\"id\":28}");
            zone.land("2026-11-21", "late.json", "{\"id\":21}");
            zone.now("2026-11-20T12:00:00Z");

            BatchReport report = zone.run();

            assertThat(rows("SELECT id FROM slow ORDER BY 1")).containsExactly("21", "28");
            assertThat(report.warnings())
                    .anyMatch(warning -> warning
                            .startsWith("this machine's clock shows 2026-11-20T12:00:00Z, Trino's"))
                    .anyMatch(warning -> warning.endsWith("but the views were published at 2026-11-25T12:00:00Z"))
                    .anyMatch(warning -> warning.contains("late.json was written at "));
        }
    }

    /** A clock that goes on by two minutes whenever the batch looks at it. */
    private static final class LongRun extends Clock {
        private Instant now = Instant.now();

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofMinutes(2));
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void aLongRunIsNoSlowClock() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("long", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            DailyBatch batch = new DailyBatch(zone.spec, zone.lakehouse, new LongRun(), BatchProgress.NONE);

            BatchReport report = batch.run(Optional.of(LandingPartition.parse("2026-11-21")));

            assertThat(report.flipped()).isTrue();
            assertThat(report.elapsed()).isGreaterThan(Duration.ofMinutes(10));
            assertThat(report.warnings()).isEmpty();
        }
    }

    @Test
    void aFastClockDoesNotCutOverAnUnfinishedDay() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("fast", COLUMNS)) {
            Instant now = Instant.now();
            zone.now(now.toString());
            zone.run();
            zone.now(now.plus(Duration.ofDays(2)).toString());
            assertThat(zone.run().after().historyEnd()).isBeforeOrEqualTo(
                    Instant.now().atZone(java.time.ZoneOffset.UTC).toLocalDateTime());
        }
    }

    @Test
    void rowsOfDeletedFilesAreKeptAndLateFilesAreIngested() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("lifecycle", COLUMNS)) {
            Path gone = zone.land("2026-11-21", "a.json", "{\"id\":1}", "{\"id\":2}", "broken 3");
            zone.land("2026-11-21", "b.json", "{\"id\":4}");
            zone.run();
            Files.delete(gone);
            zone.land("2026-11-21", "late.json", "{\"id\":5}", "broken 6");
            DatasetStatus status = zone.batch().status();
            assertThat(status.late()).extracting(DatasetStatus.RawPartition::files).containsExactly(1);
            assertThat(status.changed()).extracting(DatasetStatus.RawPartition::files).containsExactly(1);

            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome)
                    .containsExactly(Outcome.REPLACED);
            String all = "SELECT id FROM lifecycle ORDER BY 1";
            String rejects = "SELECT line FROM lifecycle_rejects ORDER BY 1";
            assertThat(rows(all)).containsExactly("1", "2", "4", "5");
            assertThat(rows(rejects)).containsExactly("broken 3", "broken 6");

            assertThat(zone.batch().repair(THE_21ST, Repair.FORCE).partitions().get(0).dropped()).isZero();
            assertThat(rows(all)).containsExactly("1", "2", "4", "5");
            assertThat(zone.batch().repair(THE_21ST, Repair.DROP_GONE).partitions().get(0).dropped()).isEqualTo(2);
            assertThat(rows(all)).containsExactly("4", "5");
            assertThat(rows(rejects)).containsExactly("broken 6");
            zone.maintenance().run(Duration.ofHours(1));
            zone.batch().repair(THE_21ST, Repair.RESTORE);
            assertThat(rows(all)).containsExactly("1", "2", "4", "5");
            assertThat(rows(rejects)).containsExactly("broken 3", "broken 6");
            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome)
                    .containsExactly(Outcome.INPUTS_CHANGED);
        }
    }

    @Test
    void aGrownFileIsIngestedThoughAnotherFileOfItsDayIsDeleted() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("grew", COLUMNS)) {
            Path gone = zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.land("2026-11-21", "b.json", "{\"id\":2}");
            zone.land("2026-11-21", "c.json", "{\"id\":3}", "{\"id\":4}");
            zone.run();
            Files.delete(gone);
            zone.land("2026-11-21", "b.json", "{\"id\":2}", "{\"id\":5}");
            zone.land("2026-11-21", "c.json", "{\"id\":6}");

            zone.run();

            assertThat(rows("SELECT id FROM grew ORDER BY 1")).as("c.json was replaced, so history keeps what it has")
                    .containsExactly("1", "2", "3", "4", "5");
        }
    }

    @Test
    void aRollbackKeepsTheEndOfTheTail() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("caught_up", "tail: {look_ahead: P1D}\n" + COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":21}");
            zone.run();
            zone.land("2026-11-22", "a.json", "{\"id\":22}");
            zone.land("2026-11-26", "a.json", "{\"id\":26}");
            zone.now("2026-11-26T12:00:00Z");
            zone.run();

            assertThat(zone.batch().rollBack()).hasToString("2026-11-22");

            assertThat(rows("SELECT id, served_from FROM caught_up ORDER BY 1")).containsExactly("21|history",
                    "22|tail", "26|tail");
            assertThatThrownBy(() -> zone.batch().rollBack())
                    .hasMessage("Cannot roll back caught_up: there is no boundary before 2026-11-22 to go back to");
        }
    }

    @Test
    void aRollbackGivesAllViewsTheSameBoundary() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("together", COLUMNS)) {
            zone.run();
            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            zone.now("2026-11-24T12:00:00Z");
            zone.run(Optional.of(LandingPartition.parse("2026-11-22"))); // only extends the tail
            zone.batch().rollBack();
            for (String view : List.of("together", "together_t1", "together_rejects")) {
                assertThat(dev.freshet.core.Boundary.inViewText(rows("SHOW CREATE VIEW " + view).get(0))).as(view)
                        .hasToString("Optional[2026-11-22]");
            }
        }
    }

    @Test
    void aRollbackIsRejectedIfRawFilesAreDeleted() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("no_way_back", COLUMNS)) {
            zone.run();
            Path gone = zone.land("2026-11-22", "a.json", "{\"id\":1}");
            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            Files.delete(gone);
            assertThatThrownBy(() -> zone.batch().rollBack()).hasMessage(
                    "Cannot roll back no_way_back to 2026-11-22: 1 raw files of 2026-11-22 are gone or differ, so the tail would lack rows that history has (restore them first)");
            assertThat(rows("SELECT id, served_from FROM no_way_back")).containsExactly("1|history");
        }
    }

    @Test
    void aRunForOneDayIngestsLateFilesOfOtherDays() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("one_day", COLUMNS)) {
            zone.run();
            zone.land("2026-11-20", "late.json", "{\"id\":20}");
            zone.land("2026-11-22", "a.json", "{\"id\":22}");
            zone.now("2026-11-24T12:00:00Z");
            assertThat(zone.run(Optional.of(LandingPartition.parse("2026-11-22"))).after()).hasToString("2026-11-23");
            assertThat(rows("SELECT id, served_from FROM one_day ORDER BY 1")).containsExactly("20|history",
                    "22|history");
        }
    }

    @Test
    void aVeryOldLandingDayAddsOnlyOnePartition() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("long_ago", COLUMNS)) {
            zone.land("0206-11-22", "a.json", "{\"id\":1}");
            assertThat(zone.run().partitions()).hasSize(1);
            assertThat(rows("SELECT id FROM long_ago")).containsExactly("1");
        }
    }

    @Test
    void housekeepingKeepsTheFilesOfARunInProgress() throws IOException, SQLException {
        for (Step step : List.of(Step.STAGE, Step.RECONCILE, Step.COMMIT)) {
            String name = "kept_house_" + step.ordinal();
            try (TestingLandingZone zone = new TestingLandingZone(name, "tail: {retire_after: PT0S}\n" + COLUMNS)) {
                zone.land("2026-11-21", "a.json", "{\"id\":1}");
                zone.run();
                zone.land("2026-11-21", "late.json", "{\"id\":2}");
                AtomicReference<Maintenance.Report> house = new AtomicReference<>();

                zone.run(before(step, () -> house.set(zone.maintenance().run(Duration.ZERO))));

                assertThat(house.get().runSince()).isPresent();
                assertThat(rows("SELECT id FROM " + name + " ORDER BY 1")).containsExactly("1", "2");
                assertThat(rows("SELECT id FROM " + name + "_t1 ORDER BY 1")).containsExactly("1", "2");
                assertThat(zone.batch().status(true).damaged()).isEmpty();
                assertThat(zone.maintenance().run(Duration.ZERO).runSince()).isEmpty();
                assertThat(new TestingWarehouse(zone).orphans()).noneMatch(file -> file.contains("/" + name + "_"));
            }
        }
    }

    @Test
    void aRepairRestoresADayWhoseParquetFilesAreMissing() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("broken_history", COLUMNS)) {
            zone.land("2026-11-20", "a.json", "{\"id\":1}");
            zone.land("2026-11-21", "a.json", "{\"id\":2}", "broken");
            zone.run();
            deleteParquet("broken_history_history/data/landed_on=2026-11-21");
            assertThat(zone.batch().status(true).damaged()).hasToString("[2026-11-21]");

            zone.batch().repair(Optional.empty(), Repair.LATE);

            assertThat(rows("SELECT id FROM broken_history_t1 ORDER BY 1")).containsExactly("1", "2");
            assertThat(zone.batch().status(true).damaged()).isEmpty();
        }
    }

    private static void deleteParquet(String below) {
        Path directory = LocalLakehouse.shared().directory().resolve("warehouse/test_hidden/" + below);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatTrinoDoesNotSeeIsReportedByName() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("unseen", COLUMNS)) {
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            zone.run();
            Advisor advisor = new Advisor(zone.spec, zone.lakehouse.names(zone.spec),
                    new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE));
            LandingPartition today = LandingPartition.parse("2026-11-22");
            String directory = "local:///landing/unseen/dt=2026-11-22/";
            assertThat(advisor.visibility(today, List.of(new RawFile(directory + "a.json", 9, Instant.EPOCH))))
                    .isEmpty();
            assertThat(advisor.visibility(today, List.of(new RawFile(directory + "b.json", 9, Instant.EPOCH))))
                    .singleElement().asString().startsWith("Trino does not see " + directory + "b.json");
        }
    }

    @Test
    void anOverwrittenViewIsPublishedAgain() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("last_wins", COLUMNS)) {
            zone.run();
            String old = rows("SHOW CREATE VIEW last_wins").get(0);
            zone.land("2026-11-22", "a.json", "{\"id\":22}");
            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            try (var statement = zone.lakehouse.trino().createStatement()) {
                statement.execute(dev.freshet.spec.sql.View.copy(old, zone.lakehouse.names(zone.spec).liveView()));
            }
            assertThat(zone.run().flipped()).isTrue();
            assertThat(Publication.read(rows("SHOW CREATE VIEW last_wins").get(0)).orElseThrow().boundary())
                    .hasToString("2026-11-23");
            assertThat(rows("SELECT id, served_from FROM last_wins")).containsExactly("22|history");
        }
    }
}
