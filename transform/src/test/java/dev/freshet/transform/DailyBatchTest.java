package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rewrite;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DailyBatchTest {
    private static final String COLUMNS = """
                                          columns:
                                            id: {type: bigint, required: true}
                                            size: bigint
                                          """;

    @Test
    void pastDaysAreIngestedAndTodayIsServedFromTheTail() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("basic", COLUMNS)) {
            zone.land("2026-11-20", "a.json", "{\"id\":1,\"size\":10}", "{\"id\":2,");
            zone.land("2026-11-21", "a.json", "{\"id\":3}", "", "{\"id\":null}");
            zone.land("2026-11-22", "a.json", "{\"id\":4,\"size\":40}", "hello");

            BatchReport report = zone.run();

            assertThat(report.after()).hasToString("2026-11-22");
            assertThat(report.partitions()).extracting(BatchReport.Partition::outcome).containsOnly(Outcome.INGESTED);
            assertThat(rows("SELECT id, size, landed_on, served_from FROM basic ORDER BY id")).containsExactly(
                    "1|10|2026-11-20|history", "3|null|2026-11-21|history", "4|40|2026-11-22|tail");
            assertThat(rows("SELECT id FROM basic_t1 ORDER BY id")).containsExactly("1", "3");
            assertThat(rows("SELECT landed_on, reason, line, served_from FROM basic_rejects ORDER BY 1"))
                    .containsExactly(
                            "2026-11-20|malformed JSON|{\"id\":2,|history",
                            "2026-11-21|required column id is missing, null or not a valid bigint|{\"id\":null}|history",
                            "2026-11-22|malformed JSON|hello|tail");
        }
    }

    @Test
    void landedFilesAreVisibleAtOnceAlsoAfterMidnightWithoutARun() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("midnight", COLUMNS)) {
            zone.run();
            assertThat(rows("SELECT count(*) FROM midnight")).containsExactly("0");
            zone.land("2026-11-22", "a.json", "{\"id\":1}");
            assertThat(rows("SELECT count(*) FROM midnight")).containsExactly("1");
            zone.land("2026-11-25", "a.json", "{\"id\":2}");
            assertThat(rows("SELECT count(*) FROM midnight")).containsExactly("2");
        }
    }

    @Test
    void aSecondRunWithTheSameInputsChangesNothing() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("twice", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            List<String> snapshots = rows(
                    "SELECT snapshot_id FROM test_hidden.\"twice_history$snapshots\"");

            BatchReport report = zone.run();

            assertThat(report.flipped()).isFalse();
            assertThat(report.partitions()).extracting(BatchReport.Partition::outcome)
                    .containsExactly(Outcome.UNCHANGED);
            assertThat(rows("SELECT snapshot_id FROM test_hidden.\"twice_history$snapshots\"")).isEqualTo(snapshots);
            assertThat(rows("SELECT count(*) FROM twice")).containsExactly("1");
        }
    }

    @Test
    void missedDaysAreIngestedByTheNextRun() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("missed", COLUMNS)) {
            zone.run();
            for (int day = 22; day <= 25; day++) {
                zone.land("2026-11-" + day, "a.json", "{\"id\":" + day + "}");
            }
            zone.now("2026-11-25T00:05:00Z");

            assertThat(zone.run().partitions()).extracting(p -> p.landed().toString())
                    .containsExactly("2026-11-22", "2026-11-23", "2026-11-24");
            assertThat(rows("SELECT id, served_from FROM missed ORDER BY id")).containsExactly("22|history",
                    "23|history", "24|history", "25|tail");
        }
    }

    @Test
    void aLateFileIsReportedAndIngestedByTheNextRun() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("late", COLUMNS)) {
            zone.land("2026-11-20", "a.json", "{\"id\":1}");
            zone.land("2026-11-21", "a.json", "{\"id\":2}");
            zone.run();
            zone.land("2026-11-20", "late.json", "{\"id\":3}");

            assertThat(zone.batch().status().late())
                    .extracting(p -> p.landed().toString(), DatasetStatus.RawPartition::files)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("2026-11-20", 1));
            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome).containsExactly(
                    Outcome.REPLACED,
                    Outcome.UNCHANGED);
            assertThat(rows("SELECT id FROM late ORDER BY id")).containsExactly("1", "2", "3");
            assertThat(zone.batch().status().late()).isEmpty();
        }
    }

    @Test
    void aDeletedFileIsReportedAndItsRowsAreKept() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("gone", COLUMNS)) {
            Path file = zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.land("2026-11-21", "b.json", "{\"id\":2}");
            zone.run();
            Files.delete(file);

            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome)
                    .containsExactly(Outcome.INPUTS_CHANGED);
            assertThat(rows("SELECT count(*) FROM gone")).containsExactly("2");
        }
    }

    @Test
    void aDifferenceBetweenTailAndHistoryStopsTheFlip() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("differs", COLUMNS)) {
            zone.run();
            Path file = zone.land("2026-11-22", "a.json", "{\"id\":1}", "{\"id\":2}", "broken!!");
            zone.now("2026-11-23T00:05:00Z");

            // Keeps size and time, so that only the reconciliation can detect the change.
            BatchProgress lose = before(Step.RECONCILE, () -> rewrite(file, "{\"id\":1}\nbroken!!\nbroken!!\n"));
            assertThatThrownBy(() -> zone.run(lose)).hasMessage("Cannot cut over differs: landing day 2026-11-22 "
                    + "differs: rows: tail 1, history 2 (+1); rejects: tail 2, history 1 (-1); "
                    + "local:///landing/differs/dt=2026-11-22/a.json: tail 1 rows and 2 rejects, history 2 rows and 1 rejects");
            rewrite(file, "{\"id\":1}\n{\"id\":2}\nbroken!!\n");
            BatchProgress change = before(Step.RECONCILE,
                    () -> rewrite(file, "{\"id\":1}\n{\"id\":3}\nbroken!!\n"));
            assertThatThrownBy(() -> zone.run(change)).hasMessageStartingWith(
                    "Cannot cut over differs: landing day 2026-11-22 differs: column id: checksum of tail ");
            rewrite(file, "{\"id\":1}\n{\"id\":2}\nbroken!!\n");

            assertThat(rows("SELECT id, served_from FROM differs ORDER BY id")).containsExactly("1|tail", "2|tail");
            assertThat(rows("SELECT count(*) FROM test_hidden.differs_history")).containsExactly("0");
            zone.run();
            assertThat(rows("SELECT id, served_from FROM differs ORDER BY id")).containsExactly("1|history",
                    "2|history");
        }
    }

    @Test
    void aFirstRunDoesNotBeginBeforeTheFirstFile() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("typo", COLUMNS)) {
            zone.land("2026-11-20", "a.json", "{\"id\":1}");
            assertThatThrownBy(() -> zone.batch().plan(Optional.of(LandingPartition.parse("0226-11-20"))))
                    .hasMessage("Invalid day: 0226-11-20 (no raw file has landed before 2026-11-20)");
            assertThat(zone.run(Optional.of(LandingPartition.parse("2026-11-19"))).partitions()).isEmpty();
        }
    }

    @Test
    void thePlanListsTheStepsOfARun() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("planned", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");

            List<String> steps = zone.batch().plan(Optional.empty());

            assertThat(steps).anySatisfy(step -> assertThat(step).startsWith("-- list and write: 1 files"))
                    .anySatisfy(step -> assertThat(step)
                            .startsWith("CREATE OR REPLACE VIEW \"lakehouse\".\"test\".\"planned\"\n"));
            assertThat(zone.batch().status().publication()).isEmpty();
            assertThat(String.join("\n", steps)).doesNotContainIgnoringCase("current_date").doesNotContain("now()");
        }
    }

    @Test
    void aPredicateOnTheLandingDayPrunesTheOtherBranch() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("pruned", COLUMNS)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.land("2026-11-22", "a.json", "{\"id\":2}");
            zone.run();

            String past = String.join("\n",
                    rows("EXPLAIN SELECT sum(size) FROM pruned WHERE landed_on < DATE '2026-11-22'"));
            String today = String.join("\n",
                    rows("EXPLAIN SELECT sum(size) FROM pruned WHERE landed_on >= DATE '2026-11-22'"));

            assertThat(past).contains("pruned_history").doesNotContain("pruned_tail");
            assertThat(today).contains("pruned_tail").doesNotContain("pruned_history");
        }
    }
}
