package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class BackfillTest {
    private static final String COLUMNS = "columns: {id: {type: bigint, required: true}}\n";
    private static final int ROWS = 500;

    /** Ends a backfill or a run, as a signal would. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Notes the landing partitions that are announced, and ends the work before the commit of one of them. */
    private record Watch(List<String> told, Optional<String> last) implements BatchProgress {
        static Watch all() {
            return new Watch(new ArrayList<>(), Optional.empty());
        }

        static Watch until(String day) {
            return new Watch(new ArrayList<>(), Optional.of(day));
        }

        @Override
        public void at(Step step, String detail, long done, long total) {
            if (step == Step.COMMIT && last.filter(detail::endsWith).isPresent()) {
                throw new Killed();
            }
        }

        @Override
        public void partition(int number, int count, Optional<Duration> left) {
            told.add(number + " of " + count);
        }
    }

    /** A file of {@link #ROWS} rows on each of some days. */
    private static void land(TestingLandingZone zone, int first, int last) throws IOException {
        for (int day = first; day <= last; day++) {
            int from = day * ROWS;
            zone.land(day(day), "a.json", IntStream.range(from, from + ROWS)
                    .mapToObj("{\"id\":%d}"::formatted).toArray(String[]::new));
        }
    }

    /** Counts from the last day of October. */
    private static String day(int day) {
        return LocalDate.of(2026, 10, 31).plusDays(day).toString();
    }

    private static BackfillReport backfill(TestingLandingZone zone, BatchProgress progress, int first, int last) {
        return zone.batch(progress).backfill(LandingPartition.parse(day(first)), LandingPartition.parse(day(last)));
    }

    private static List<String> days(BackfillReport report) {
        return report.ingested().stream().map(each -> each.landed().toString()).toList();
    }

    @Test
    void daysThatWereRestoredComeIntoHistoryDayByDayAlsoAfterTheBackfillWasKilled() throws Exception {
        try (TestingLandingZone zone = new TestingLandingZone("restored", "max_rejects: 10%\n" + COLUMNS)) {
            land(zone, 20, 22);
            zone.run();
            land(zone, 1, 8);
            zone.land(day(5), "bad.json", "no JSON\n".repeat(ROWS));
            String query = "SELECT count(*), count(DISTINCT id), count(DISTINCT landed_on) FROM restored";
            Watch killed = Watch.until(day(4));
            try (Readers readers = Readers.querying(query, whole(3), whole(4), whole(5), whole(6))) {
                readers.watching();
                assertThatThrownBy(() -> backfill(zone, killed, 1, 8)).isInstanceOf(Killed.class);
            }
            assertThat(killed.told()).containsExactly("1 of 8", "2 of 8", "3 of 8", "4 of 8");
            assertThat(rows(query)).containsExactly(whole(6));

            Watch again = Watch.all();
            BackfillReport report = backfill(zone, again, 1, 8);

            assertThat(report.unchanged()).isEqualTo(3);
            assertThat(days(report)).containsExactly(day(4), day(6), day(7), day(8));
            assertThat(report.differ()).containsOnlyKeys(LandingPartition.parse(day(5))).allSatisfy(
                    (day, why) -> assertThat(why).contains("more than max_rejects: 10%"));
            assertThat(report.boundary().orElseThrow()).hasToString(day(22));
            assertThat(again.told()).containsExactly("1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5");
            assertThat(rows(query)).containsExactly(whole(10));
            assertThat(rows("SELECT count(*) FROM restored_t1")).containsExactly(String.valueOf(9 * ROWS));
            List<String> snapshots = rows("SELECT snapshot_id FROM test_hidden.\"restored_history$snapshots\"");
            assertThat(backfill(zone, BatchProgress.NONE, 6, 8).unchanged()).isEqualTo(3);
            assertThat(rows("SELECT snapshot_id FROM test_hidden.\"restored_history$snapshots\"")).isEqualTo(snapshots);
        }
    }

    private static String whole(int days) {
        return "%d|%d|%d".formatted(days * ROWS, days * ROWS, days);
    }

    @Test
    void aFirstRunThatWasKilledGoesOnWithTheDayThatItWasAt() throws Exception {
        try (TestingLandingZone zone = new TestingLandingZone("killed_first", COLUMNS)) {
            land(zone, 12, 21);
            assertThat(days(backfill(zone, BatchProgress.NONE, 12, 14))).hasSize(3);
            assertThatThrownBy(() -> zone.run(Watch.until(day(18)))).isInstanceOf(Killed.class);

            Watch watch = Watch.all();
            BatchReport report = zone.run(watch);

            assertThat(report.partitions()).extracting(BatchReport.Partition::outcome).containsExactly(
                    Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.UNCHANGED,
                    Outcome.UNCHANGED, Outcome.INGESTED, Outcome.INGESTED, Outcome.INGESTED, Outcome.INGESTED);
            assertThat(watch.told()).containsExactly("1 of 4", "2 of 4", "3 of 4", "4 of 4");
            assertThat(rows("SELECT count(*), count(DISTINCT id), count(DISTINCT landed_on) FROM killed_first"))
                    .containsExactly(whole(10));
        }
    }

    @Test
    void aBackfillReadsDaysAgainOfWhichTheColumnsHaveChanged() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("refilled", "columns:\n  id: bigint\n")) {
            zone.land(day(20), "a.json", "{\"id\":1,\"host\":\"a\"}");
            zone.land(day(21), "a.json", "{\"id\":2,\"host\":\"b\"}");
            zone.run();
        }
        try (TestingLandingZone zone = new TestingLandingZone("refilled",
                "columns:\n  id: bigint\n  host: varchar\n")) {
            assertThatThrownBy(() -> backfill(zone, BatchProgress.NONE, 20, 21))
                    .hasMessage("Cannot backfill refilled: its spec has changed (run it first)");
            zone.run();
            assertThat(rows("SELECT id, host FROM refilled ORDER BY 1")).containsExactly("1|null", "2|null");

            assertThat(days(backfill(zone, BatchProgress.NONE, 20, 21))).containsExactly(day(20), day(21));

            assertThat(rows("SELECT id, host FROM refilled ORDER BY 1")).containsExactly("1|a", "2|b");
            assertThat(backfill(zone, BatchProgress.NONE, 20, 21).ingested()).isEmpty();
        }
    }

    @Test
    void aDailyRunGoesOnBesideABackfill() throws Exception {
        try (TestingLandingZone zone = new TestingLandingZone("beside", COLUMNS);
                TestingLandingZone other = new TestingLandingZone("beside", COLUMNS)) {
            land(zone, 20, 23);
            zone.run();
            land(zone, -60, -60); // a run looks for late files of the last 32 days, and of months that it knows
            land(zone, -90, -90);
            zone.now("2026-11-23T00:05:00Z");
            assertThat(days(backfill(zone, before(Step.COMMIT, zone::run), -60, -60))).containsExactly(day(-60));
            other.now("2026-11-24T00:05:00Z");
            BatchReport run = other.run(before(Step.RECONCILE, () -> backfill(zone, BatchProgress.NONE, -90, -90)));

            assertThat(run.after()).hasToString(day(24));
            assertThat(rows("SELECT count(*), count(DISTINCT id), count(DISTINCT landed_on) FROM beside_t1"))
                    .containsExactly(whole(6));
            assertThat(backfill(other, BatchProgress.NONE, -90, 23).unchanged()).as("the ledger knows all days")
                    .isEqualTo(6);
        }
    }

    @Test
    void aRangeIsOfDaysThatAreOverAndADayStandsForItsHours() {
        Planner hours = planner("dt={yyyy}-{MM}-{dd}/{HH}");
        assertThat(hours.range(LandingPartition.parse("2026-11-20"), LandingPartition.parse("2026-11-21")))
                .hasSize(48).startsWith(LandingPartition.parse("2026-11-20T00"))
                .endsWith(LandingPartition.parse("2026-11-21T23"));
        assertThat(hours.range(LandingPartition.parse("2026-11-22T10"), LandingPartition.parse("2026-11-22T11")))
                .hasSize(2);
        assertThatThrownBy(
                () -> hours.range(LandingPartition.parse("2026-11-22"), LandingPartition.parse("2026-11-22")))
                .hasMessageContaining("2026-11-22T23 (it is not over in ");
        Planner days = planner("dt={yyyy}-{MM}-{dd}");
        assertThatThrownBy(() -> days.range(LandingPartition.parse(day(21)), LandingPartition.parse(day(20))))
                .hasMessage("Invalid range: 2026-11-21 to 2026-11-20 (name the earlier one first)");
        assertThatThrownBy(
                () -> days.range(LandingPartition.parse(day(20)), LandingPartition.parse("2026-11-20T05")))
                .hasMessageContaining("files land by the day");
    }

    private static Planner planner(String layout) {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        return new Planner(SpecReader.parse("range.yaml", """
                                                          dataset: range
                                                          schema: test
                                                          landing: {root: "local:///landing/range", layout: "%s"}
                                                          columns: {id: bigint}
                                                          """.formatted(layout)), null, null, null, now, now);
    }
}
