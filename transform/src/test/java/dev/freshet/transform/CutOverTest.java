package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Boundary;
import dev.freshet.core.Publication;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.spec.sql.View;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.publish.ReconcileException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CutOverTest {
    private static final String COLUMNS = "columns: {id: {type: bigint, required: true}}\n";

    @Test
    void hoursAreCutOverLikeDays() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("hours", """
                                                                       time_zone: Europe/Berlin
                                                                       tail: {look_ahead: PT2H}
                                                                       ingest: {every: PT1M, min_age: PT0S}
                                                                       """ + COLUMNS,
                "dt={yyyy}-{MM}-{dd}/{HH}")) {
            // Clocks go back from 03:00 to 02:00: one directory gets the files of two hours.
            zone.landIn("dt=2026-10-25/01", "a.json", "{\"id\":1}");
            zone.landIn("dt=2026-10-25/02", "first.json", "{\"id\":2}");
            zone.now("2026-10-25T01:30:00Z");
            assertThat(zone.run().after()).hasToString("2026-10-25T02");
            assertThat(zone.run().flipped()).isFalse();
            zone.landIn("dt=2026-10-25/02", "second.json", "{\"id\":3}");
            zone.landIn("dt=2026-10-25/03", "a.json", "{\"id\":4}");
            String all = "SELECT id, landed_on, served_from FROM hours ORDER BY id";
            assertThat(rows(all)).containsExactly("1|2026-10-25 01:00:00.0|history", "2|2026-10-25 02:00:00.0|tail",
                    "3|2026-10-25 02:00:00.0|tail", "4|2026-10-25 03:00:00.0|tail");
            zone.batch().ingest();
            assertThat(rows(all)).containsExactly("1|2026-10-25 01:00:00.0|history", "2|2026-10-25 02:00:00.0|hot",
                    "3|2026-10-25 02:00:00.0|hot", "4|2026-10-25 03:00:00.0|hot");

            zone.now("2026-10-25T02:05:00Z");
            BatchReport report = zone.run();

            assertThat(report.before().orElseThrow()).hasToString("2026-10-25T02");
            assertThat(report.after()).hasToString("2026-10-25T03");
            assertThat(rows(all)).containsExactly("1|2026-10-25 01:00:00.0|history", "2|2026-10-25 02:00:00.0|history",
                    "3|2026-10-25 02:00:00.0|history", "4|2026-10-25 03:00:00.0|hot");
            String past = String.join("\n", rows("EXPLAIN SELECT * FROM hours WHERE landed_on < DATE '2026-10-25'"));
            assertThat(past).doesNotContain("hours_tail");
            zone.landIn("dt=2026-10-25/01", "late.json", "{\"id\":5}");
            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome)
                    .containsExactly(Outcome.REPLACED, Outcome.UNCHANGED);
            assertThat(rows("SELECT count(*), count(DISTINCT id) FROM hours")).containsExactly("5|5");
        }
    }

    @Test
    void aLandingDayEndsAtMidnightOfTheDatasetsZone() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("kiritimati",
                "time_zone: Pacific/Kiritimati\n" + COLUMNS)) {
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            zone.now("2026-11-22T09:59:59Z");
            assertThat(zone.run().after()).hasToString("2026-11-22");
            zone.now("2026-11-22T10:00:00Z");
            assertThat(zone.run().after()).hasToString("2026-11-23");
            assertThat(rows("SELECT id, served_from FROM kiritimati")).containsExactly("1|history");
        }
    }

    @Test
    void aSlowClockDoesNotMoveTheBoundaryBack() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("clock", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            zone.now("2026-11-20T12:00:00Z");
            assertThat(zone.run().after()).hasToString("2026-11-22");
            assertThat(rows("SELECT id, served_from FROM clock")).containsExactly("1|history");
        }
    }

    @Test
    void aFastClockHidesLateFilesOnlyUntilTheNextRun() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("ahead", COLUMNS)) {
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            zone.now("2026-11-23T00:00:00Z");
            zone.run();
            zone.land("2026-11-22", "b.json", "{\"id\":2}"); // the other clocks still show the 22nd
            assertThat(zone.batch().status().late()).hasSize(1);
            zone.run();
            assertThat(rows("SELECT id FROM ahead ORDER BY id")).containsExactly("1", "2");
        }
    }

    @Test
    void aRollbackRestoresThePreviousBoundaryInAllViews() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("back", COLUMNS)) {
            assertThatThrownBy(() -> zone.batch().rollBack())
                    .hasMessage("Cannot find \"lakehouse\".\"test\".\"back\": nothing has been published yet "
                            + "(publish it with ./freshet run)");
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            assertThatThrownBy(() -> zone.batch().rollBack())
                    .hasMessage("Cannot roll back back: there is no boundary before 2026-11-22 to go back to");
            zone.land("2026-11-22", "a.json", "{\"id\":2}", "broken");
            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            zone.now("2026-11-23T06:00:00Z");
            assertThat(zone.run().retired()).as("a rollback needs the tail table").isEmpty();

            CompletableFuture<Boundary> rollBack = CompletableFuture.supplyAsync(() -> zone.batch().rollBack());
            assertThat(announced("back")).as("while readers may cache the 23rd")
                    .hasToString("Optional[2026-11-22]");
            assertThat(rows("SELECT id, served_from FROM back ORDER BY id")).containsExactly("1|history", "2|history");
            assertThat(rollBack.join()).hasToString("2026-11-22");
            assertThat(published("back").rollingBackTo()).isEmpty();

            assertThat(rows("SELECT id, served_from FROM back ORDER BY id")).containsExactly("1|history", "2|tail");
            assertThat(rows("SELECT id FROM back_t1")).containsExactly("1");
            assertThat(rows("SELECT line, served_from FROM back_rejects")).containsExactly("broken|tail");
            zone.run();
            assertThat(rows("SELECT id, served_from FROM back ORDER BY id")).containsExactly("1|history", "2|history");
        }
    }

    @Test
    void aRollbackStopsIfTheViewsAreReplacedAfterItsAnnouncement() throws Exception {
        try (TestingLandingZone zone = new TestingLandingZone("overtaken", COLUMNS)) {
            zone.run();
            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            String flipped = View.copy(rows("SHOW CREATE VIEW overtaken").get(0),
                    zone.lakehouse.names(zone.spec).liveView());
            CompletableFuture<Boundary> rollBack = CompletableFuture.supplyAsync(() -> zone.batch().rollBack());
            announced("overtaken");
            try (Statement statement = zone.lakehouse.trino().createStatement()) {
                statement.execute(flipped);
            }
            assertThatThrownBy(rollBack::join).hasCauseInstanceOf(ConcurrentRunException.class);
            assertThat(published("overtaken").boundary()).hasToString("2026-11-23");
        }
    }

    @Test
    void aKilledRollbackStaysAnnouncedUntilTheNextRunHasRestoredTheOtherViews() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("undone", COLUMNS)) {
            zone.run();
            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            AtomicInteger flips = new AtomicInteger();
            assertThatThrownBy(() -> zone.batch((step, detail, done, total) -> {
                if (step == Step.FLIP && flips.incrementAndGet() == 4) {
                    throw new IllegalStateException("killed before the live view");
                }
            }).rollBack()).hasMessage("killed before the live view");
            List<String> seen = new ArrayList<>();
            zone.run((step, detail, done, total) -> {
                if (step == Step.FLIP) {
                    seen.add(state("undone"));
                }
            });
            seen.add(state("undone"));
            assertThat(seen).containsExactly("announced, T-1 2026-11-22", "announced, T-1 2026-11-22",
                    "announced, T-1 2026-11-23", "T-1 2026-11-23");
        }
    }

    private static String state(String dataset) {
        try {
            return (published(dataset).rollingBackTo().isPresent() ? "announced, T-1 " : "T-1 ")
                    + Boundary.inViewText(rows("SHOW CREATE VIEW " + dataset + "_t1").get(0)).orElseThrow();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Publication published(String dataset) throws SQLException {
        return Publication.read(rows("SHOW CREATE VIEW " + dataset).get(0)).orElseThrow();
    }

    /** Waits for the announcement of a rollback, and returns its boundary. */
    private static Optional<Boundary> announced(String dataset) throws SQLException {
        while (published(dataset).rollingBackTo().isEmpty()) {
            Thread.onSpinWait();
        }
        return published(dataset).rollingBackTo();
    }

    @Test
    void aTailTableIsRetiredOnceNoQueryAndNoRollbackCanNeedIt() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("retired", "tail: {retire_after: PT2H}\n" + COLUMNS)) {
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            zone.run();
            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            zone.now("2026-11-24T00:05:00Z");
            assertThat(zone.run().retired()).as("a rollback from the 23rd needed it").isEmpty();
            zone.now("2026-11-24T02:04:59Z");
            assertThat(zone.run().retired()).as("a query may still run").isEmpty();
            zone.now("2026-11-24T02:05:00Z");

            assertThat(zone.run().retired()).containsExactly("retired_tail_20261122");
            assertThat(rows("SELECT id FROM retired")).containsExactly("1");
            assertThat(zone.batch().rollBack()).hasToString("2026-11-23");
            assertThat(rows("SELECT id FROM retired")).containsExactly("1");
        }
    }

    @Test
    void aViewThatIsDroppedIsMadeAgain() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("dropped", COLUMNS)) {
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            zone.run();
            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            zone.batch().rollBack();
            zone.run();
            for (String view : List.of("dropped", "dropped_t1", "dropped_rejects")) {
                new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE)
                        .execute("DROP VIEW lakehouse.test." + view);
                assertThat(zone.run().flipped()).as(view).isTrue();
                assertThat(zone.run().flipped()).as(view).isFalse();
                assertThat(rows("SELECT id, served_from FROM dropped")).containsExactly("1|history");
                assertThat(rows("SELECT id FROM dropped_t1")).containsExactly("1");
                assertThat(rows("SELECT count(*) FROM dropped_rejects")).containsExactly("0");
            }
        }
    }

    @Test
    void aDamagedDataFileStopsTheFlip() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("damaged", COLUMNS)) {
            zone.run();
            zone.land("2026-11-22", "a.json", Stream.iterate(1, i -> i + 1).limit(5_000)
                    .map(i -> "{\"id\":" + i * 7919L % 100_003 + "}").toArray(String[]::new));
            zone.now("2026-11-23T00:05:00Z");

            assertThatThrownBy(() -> zone.run(before(Step.RECONCILE, () -> damage("damaged_history"))))
                    .isInstanceOf(ReconcileException.class)
                    .hasMessageStartingWith("Cannot cut over damaged: landing day 2026-11-22 differs: ");

            assertThat(rows("SELECT served_from, count(*) FROM damaged GROUP BY 1")).containsExactly("tail|5000");
            zone.run();
            assertThat(rows("SELECT served_from, count(*) FROM damaged GROUP BY 1")).containsExactly("history|5000");
        }
    }

    /** Overwrites bytes in the middle of the newest data file. */
    private static void damage(String table) {
        Path warehouse = LocalLakehouse.shared().directory().resolve("warehouse/test_hidden/" + table + "/data");
        try (Stream<Path> files = Files.walk(warehouse)) {
            Path newest = files.filter(file -> file.toString().endsWith(".parquet"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified())).orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
                file.seek(file.length() / 3);
                file.write(new byte[64]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPartitionIsReadAgainIfItsFilesChangeMeanwhile() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("moving", COLUMNS)) {
            zone.run();
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            zone.now("2026-11-23T00:05:00Z");

            BatchReport report = zone.run(before(Step.STAGE, () -> zone.landQuietly("2026-11-22", "b.json",
                    "{\"id\":2}")));

            assertThat(report.partitions()).extracting(BatchReport.Partition::files).containsExactly(2);
            assertThat(rows("SELECT id, served_from FROM moving ORDER BY id")).containsExactly("1|history",
                    "2|history");
        }
    }

    @Test
    void aFileThatLandsJustBeforeTheFlipStaysVisible() throws IOException, SQLException {
        for (Step step : List.of(Step.COMMIT, Step.FLIP)) {
            String name = "since_" + step.name().toLowerCase(java.util.Locale.ROOT);
            try (TestingLandingZone zone = new TestingLandingZone(name, COLUMNS)) {
                zone.run();
                zone.land("2026-11-22", "a.json", "{\"id\":1}");
                zone.now("2026-11-23T00:05:00Z");

                BatchReport report = zone.run(before(step, () -> zone.landQuietly("2026-11-22", "b.json",
                        "{\"id\":2}")));

                assertThat(report.partitions()).extracting(BatchReport.Partition::files).containsExactly(2);
                assertThat(rows("SELECT id, served_from FROM " + name + " ORDER BY id"))
                        .containsExactly("1|history", "2|history");
            }
        }
    }

    @Test
    void aReplacedFileIsIngestedOnlyByAForcedRepair() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("replaced", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}", "{\"id\":3}");
            zone.run();
            zone.land("2026-11-21", "a.json", "{\"id\":2}");

            assertThat(zone.batch().status().changed()).hasSize(1);
            assertThat(zone.batch().repair(Optional.empty(), Repair.LATE).partitions())
                    .extracting(BatchReport.Partition::outcome).containsExactly(Outcome.INPUTS_CHANGED);
            assertThat(rows("SELECT id FROM replaced ORDER BY id")).containsExactly("1", "3");
            assertThat(zone.batch().repair(Optional.empty(), Repair.FORCE).partitions())
                    .extracting(BatchReport.Partition::outcome).containsExactly(Outcome.REPLACED);
            assertThat(rows("SELECT id FROM replaced ORDER BY id")).containsExactly("2");
            assertThat(zone.batch().status().changed()).isEmpty();
        }
    }

    @Test
    void aRepairThatFailsReconciliationChangesNothing() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("repaired", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            Path late = zone.land("2026-11-21", "late.json", "{\"id\":2}");

            assertThatThrownBy(() -> zone.run(before(Step.RECONCILE,
                    () -> TestingLandingZone.rewrite(late, "{\"id\":3}\n"))))
                    .isInstanceOf(ReconcileException.class);

            assertThat(rows("SELECT id FROM repaired")).as("readers see a repair only after it is reconciled")
                    .containsExactly("1");
            try (Readers readers = Readers.querying("SELECT count(*), sum(id) FROM repaired", "1|1", "2|4")) {
                readers.watching();
                zone.run();
            }
            assertThat(rows("SELECT id FROM repaired ORDER BY id")).containsExactly("1", "3");
        }
    }

    @Test
    void noGeneratedStatementReadsTheCurrentTime() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("timeless", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            List<String> steps = zone.batch().plan(Optional.empty());
            assertThat(steps).hasSizeGreaterThan(10);
            assertThat(String.join("\n", steps).toLowerCase(java.util.Locale.ROOT)).doesNotContain("current_", "now(",
                    "localtime", "at_timezone");
        }
    }
}
