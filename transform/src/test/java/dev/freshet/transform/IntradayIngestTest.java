package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.View;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.landing.KeptListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Raw files become hot during the day; a live query gives the same answer before and after. */
class IntradayIngestTest {
    private static final String COLUMNS = """
                                          columns: {id: {type: bigint, required: true}, name: varchar}
                                          ingest: {every: PT1M, min_age: PT0S}
                                          """;

    private static TestingLandingZone zone(String dataset) throws IOException {
        TestingLandingZone zone = new TestingLandingZone(dataset, COLUMNS);
        zone.land("2026-11-21", "a.json", "{\"id\":1}");
        zone.run();
        return zone;
    }

    private static List<String> live(String dataset) throws SQLException {
        return rows("SELECT id, landed_on, served_from FROM %s ORDER BY id".formatted(dataset));
    }

    @Test
    void filesMoveFromTheTailToTheHotTable() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("moves")) {
            zone.land("2026-11-22", "a.json", "{\"id\":2}", "no json");
            zone.land("2026-11-22", "it's.json", "{\"id\":3}");
            IntradayReport first = zone.batch().ingest();
            zone.land("2026-11-22", "c.json", "{\"id\":4}");
            assertThat(first.ingest()).isEqualTo(1);
            assertThat(live("moves")).containsExactly("1|2026-11-21|history", "2|2026-11-22|hot", "3|2026-11-22|hot",
                    "4|2026-11-22|tail");
            assertThat(rows("SELECT line, reason, served_from FROM moves_rejects"))
                    .containsExactly("no json|malformed JSON|hot");
            assertThat(rows("SELECT count(*) FROM moves_t1")).containsExactly("1");

            assertThat(zone.batch().ingest().ingest()).isEqualTo(2);
            IntradayReport idle = zone.batch().ingest();
            assertThat(idle.ingest()).isEqualTo(2);
            assertThat(idle.partitions()).extracting(IntradayReport.Partition::files).containsOnly(0);
            assertThat(live("moves")).containsExactly("1|2026-11-21|history", "2|2026-11-22|hot", "3|2026-11-22|hot",
                    "4|2026-11-22|hot");

            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            assertThat(live("moves")).containsExactly("1|2026-11-21|history", "2|2026-11-22|history",
                    "3|2026-11-22|history", "4|2026-11-22|history");
            assertThat(zone.run().flipped()).isFalse();
        }
    }

    @Test
    @Tag("slow")
    void aKilledIngestIsCompletedByTheNextOneOrByTheBatch() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_killed")) {
            killedAt(zone, 1, Step.STAGE, 1);
            killedAt(zone, 2, Step.COMMIT, 1);
            killedAt(zone, 3, Step.COMMIT, 2); // the rejects are committed, the rows are not
            killedAt(zone, 4, Step.FLIP, 1);
        }
    }

    @Test
    void anIngestCompletesTheFlipOfAKilledRun() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_after_kill")) {
            zone.land("2026-11-22", "a.json", "{\"id\":2}");
            zone.now("2026-11-23T12:00:00Z");
            assertThatThrownBy(() -> zone.run((at, detail, bytes, total) -> {
                if (at == Step.FLIP && isCutOver("hot_after_kill")) {
                    throw new Killed();
                }
            })).isInstanceOf(Killed.class);
            assertThat(live("hot_after_kill")).containsExactly("1|2026-11-21|history", "2|2026-11-22|history");
            assertThat(rows("SELECT count(*) FROM hot_after_kill_t1")).containsExactly("1");
            zone.land("2026-11-23", "b.json", "{\"id\":3}");
            zone.batch().ingest();
            assertThat(live("hot_after_kill")).containsExactly("1|2026-11-21|history", "2|2026-11-22|history",
                    "3|2026-11-23|hot");
            assertThat(rows("SELECT count(*) FROM hot_after_kill_t1")).containsExactly("2");
        }
    }

    private static boolean isCutOver(String dataset) {
        try {
            return live(dataset).contains("2|2026-11-22|history");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills an ingest of one more file, twice. */
    private static void killedAt(TestingLandingZone zone, int file, Step step, int time)
            throws IOException, SQLException {
        String answer = "SELECT count(*), count_if(served_from = 'tail') FROM hot_killed";
        String rejects = "SELECT count(*), count_if(served_from = 'tail') FROM hot_killed_rejects";
        zone.land("2026-11-22", file + ".json", "{\"id\":2}", "no json");
        for (int again = 0; again < 2; again++) {
            AtomicInteger times = new AtomicInteger();
            assertThatThrownBy(() -> zone.batch((at, detail, bytes, total) -> {
                if (at == step && times.incrementAndGet() == time) {
                    throw new Killed();
                }
            }).ingest()).isInstanceOf(Killed.class);
            assertThat(rows(answer)).containsExactly((file + 1) + "|1");
            assertThat(rows(rejects)).containsExactly(file + "|1");
        }
        if (step == Step.FLIP) {
            zone.run();
        } else {
            zone.batch().ingest();
        }
        assertThat(rows(answer)).containsExactly((file + 1) + "|0");
        assertThat(rows(rejects)).containsExactly(file + "|0");
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void twoAtOnceGiveOneResult() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_twice")) {
            zone.land("2026-11-22", "a.json", "{\"id\":2}", "no json");
            assertThatThrownBy(() -> zone.batch(before(Step.STAGE, () -> zone.batch().ingest())).ingest())
                    .isInstanceOf(ConcurrentRunException.class);
            assertThat(live("hot_twice")).containsExactly("1|2026-11-21|history", "2|2026-11-22|hot");
            assertThat(rows("SELECT count(*) FROM hot_twice_rejects")).containsExactly("1");
        }
    }

    @Test
    void filesThatChangeAreIngestedAgain() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_changes")) {
            zone.land("2026-11-22", "grows.json", "{\"id\":2}");
            zone.land("2026-11-22", "replaced.json", "{\"id\":30,\"name\":\"long\"}");
            Path gone = zone.land("2026-11-22", "gone.json", "{\"id\":4}");
            zone.land("2026-11-22", "stays.json", "{\"id\":5}");
            zone.batch().ingest();
            zone.land("2026-11-22", "grows.json", "{\"id\":2}", "{\"id\":20}");
            zone.land("2026-11-22", "replaced.json", "{\"id\":3}");
            Files.delete(gone);
            zone.batch().ingest();
            assertThat(live("hot_changes")).containsExactly("1|2026-11-21|history", "2|2026-11-22|hot",
                    "3|2026-11-22|hot", "5|2026-11-22|hot", "20|2026-11-22|hot");
        }
    }

    @Test
    void aReaderOfTheOldViewSeesWhatItSaw() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_pinned")) {
            zone.land("2026-11-22", "grows.json", "{\"id\":2}");
            zone.batch().ingest();
            String text = View.withoutLocation(rows("SHOW CREATE VIEW hot_pinned").get(0));
            zone.land("2026-11-22", "grows.json", "{\"id\":2}", "{\"id\":20}");
            zone.batch().ingest();
            assertThat(rows(text.substring(text.indexOf("INVOKER AS") + "INVOKER AS".length())
                    .replaceFirst("(?s)^", "SELECT count(*) FROM (") + ")")).containsExactly("2");
        }
    }

    @Test
    void aFailedComparisonChangesNothing() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_differs")) {
            Path file = zone.land("2026-11-22", "a.json", "{\"id\":2}");
            assertThatThrownBy(() -> zone.batch(before(Step.RECONCILE,
                    () -> TestingLandingZone.rewrite(file, "{\"id\":3}\n"))).ingest())
                    .hasMessageContaining("Cannot ingest hot_differs: landing day 2026-11-22 differs: column id");
            assertThat(live("hot_differs")).containsExactly("1|2026-11-21|history", "3|2026-11-22|tail");
        }
    }

    @Test
    @Tag("slow")
    void aRollbackAndAChangedSpecKeepTheAnswer() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_back")) {
            zone.land("2026-11-22", "a.json", "{\"id\":2}");
            zone.batch().ingest();
            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            zone.land("2026-11-23", "a.json", "{\"id\":3}");
            zone.batch().ingest();
            zone.batch().rollBack();
            assertThat(rows("SELECT id, served_from FROM hot_back ORDER BY id")).containsExactly("1|history", "2|tail",
                    "3|hot");
            zone.batch().ingest();
            assertThat(rows("SELECT id, served_from FROM hot_back ORDER BY id")).containsExactly("1|history", "2|hot",
                    "3|hot");
        }
        try (TestingLandingZone zone = new TestingLandingZone("hot_back",
                COLUMNS.replace("name: varchar", "name: varchar, more: varchar"))) {
            zone.now("2026-11-23T12:30:00Z");
            assertThatThrownBy(() -> zone.batch().ingest()).isInstanceOf(LakehouseException.class)
                    .hasMessage("Cannot ingest hot_back: its spec has changed (run it first)");
            zone.run();
            assertThat(rows("SELECT id, more, served_from FROM hot_back ORDER BY id")).containsExactly("1|null|history",
                    "2|null|history", "3|null|tail");
            zone.batch().ingest();
            assertThat(rows("SELECT id, more, served_from FROM hot_back ORDER BY id")).containsExactly("1|null|history",
                    "2|null|history", "3|null|hot");
        }
    }

    /** The ingest before has dropped days that history serves, so the views do not read what was committed last. */
    @Test
    @Tag("slow")
    void queriesSucceedDuringARollback() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("hot_reads", COLUMNS + "tail: {retire_after: PT0S}\n")) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            for (int day = 22; day <= 26; day++) {
                zone.land("2026-11-" + day, "a.json", "{\"id\":%d}".formatted(day));
            }
            zone.now("2026-11-26T12:00:00Z");
            zone.batch().ingest();
            zone.run(Optional.of(LandingPartition.parse("2026-11-24")));
            zone.run();
            zone.batch().ingest();
            List<String> answers = new ArrayList<>();
            zone.batch((step, detail, done, total) -> {
                if (step == Step.FLIP) {
                    answers.add(count("SELECT count(*), count(DISTINCT id) FROM hot_reads"));
                }
            }).rollBack();
            answers.add(count("SELECT count(*), count(DISTINCT id) FROM hot_reads"));
            assertThat(answers).hasSizeGreaterThan(3).containsOnly("6|6");
        }
    }

    @Test
    void readersSeeEachRowOnceWhileFilesLandAndMove() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_readers")) {
            AtomicInteger landed = new AtomicInteger(1);
            List<String> wrong = Collections.synchronizedList(new ArrayList<>());
            AtomicBoolean done = new AtomicBoolean();
            Thread reader = new Thread(() -> {
                while (!done.get()) {
                    int before = landed.get();
                    String answer = count("SELECT count(*), count(DISTINCT id) FROM hot_readers");
                    int after = landed.get() + 1; // a file is visible before it is counted
                    String[] counts = answer.split("\\|");
                    if (counts.length != 2 || !counts[0].equals(counts[1]) || Integer.parseInt(counts[0]) < before
                            || Integer.parseInt(counts[0]) > after) {
                        wrong.add("%s, between %d and %d".formatted(answer, before, after));
                    }
                }
            });
            reader.start();
            for (int i = 0; i < 12; i++) {
                zone.land("2026-11-%d".formatted(22 + i / 6), "%d.json".formatted(i), "{\"id\":%d}".formatted(10 + i));
                landed.incrementAndGet();
                if (i % 2 == 1) {
                    zone.batch().ingest();
                }
                if (i == 8) {
                    zone.now("2026-11-23T00:05:00Z");
                    zone.run();
                }
            }
            done.set(true);
            join(reader);
            assertThat(wrong).isEmpty();
            assertThat(count("SELECT count(*) FROM hot_readers")).isEqualTo("13");
            assertThat(rows("SELECT DISTINCT served_from FROM hot_readers ORDER BY 1")).containsExactly("history",
                    "hot");
        }
    }

    private static String count(String sql) {
        try {
            return rows(sql).get(0);
        } catch (SQLException e) {
            return e.toString();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Tag("slow")
    void housekeepingKeepsWhatTheViewsReadAndDropsTheRest() throws IOException, SQLException {
        String retired = COLUMNS + "tail: {retire_after: PT0S}\n";
        try (TestingLandingZone zone = new TestingLandingZone("hot_tidy", retired)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            for (int i = 2; i <= 5; i++) {
                zone.land("2026-11-22", i + ".json", "{\"id\":%d}".formatted(i), "broken");
                zone.batch().ingest();
            }
            zone.now(Instant.now().plusSeconds(60).toString()); // makes all files old enough
            zone.maintenance().run(Duration.ZERO);
            assertThat(count("SELECT count(*), sum(id), count_if(served_from = 'hot') FROM hot_tidy"))
                    .isEqualTo("5|15|4");
            assertThat(count("SELECT count(*) FROM hot_tidy_rejects")).isEqualTo("4");
            zone.now("2026-11-22T12:30:00Z");
            zone.land("2026-11-22", "6.json", "{\"id\":6}");
            zone.batch().ingest();
            for (int day = 23; day <= 24; day++) {
                zone.now("2026-11-%dT12:00:00Z".formatted(day));
                zone.run();
            }
            zone.batch().ingest();
            assertThat(count("SELECT count(*) FROM test_hidden.hot_tidy_hot")).isEqualTo("0");
            assertThat(count("SELECT count(*), sum(id) FROM hot_tidy")).isEqualTo("6|21");
        }
        try (TestingLandingZone zone = new TestingLandingZone("hot_tidy", retired.replaceAll("(?m)^ingest.*$", ""))) {
            zone.now(Instant.now().plusSeconds(60).toString());
            zone.run();
            zone.maintenance().run(Duration.ZERO);
            assertThat(rows("SHOW TABLES FROM test_hidden LIKE 'hot\\_tidy%' ESCAPE '\\'"))
                    .containsExactly("hot_tidy_history", "hot_tidy_history_rejects");
            try (Stream<Path> files = Files.walk(zone.directory().resolve("warehouse/test_hidden"))) {
                assertThat(files.filter(Files::isRegularFile)).noneMatch(file -> file.toString().contains("tidy_hot"));
            }
            assertThat(count("SELECT count(*), sum(id) FROM hot_tidy")).isEqualTo("6|21");
        }
    }

    @Test
    void theViewsKeepTheirSnapshotWhileManyPartsAreCommitted() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("hot_parts",
                COLUMNS + "tail: {look_ahead: P4D, retire_after: PT0S}\n")) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            zone.land("2026-11-22", "a.json", "{\"id\":2}");
            zone.batch().ingest();
            for (int day = 22; day <= 26; day++) {
                zone.land("2026-11-" + day, "b.json", "{\"id\":%d}".formatted(day), "broken");
            }
            List<String> answers = new ArrayList<>();
            zone.batch(before(Step.FLIP, () -> {
                answers.add(count("SELECT count(*), count_if(served_from = 'hot') FROM hot_parts"));
                answers.add(count("SELECT count(*) FROM hot_parts_rejects"));
            })).ingest();
            assertThat(answers).containsExactly("7|1", "5");
            assertThat(count("SELECT count(*), count_if(served_from = 'hot') FROM hot_parts")).isEqualTo("7|6");
        }
    }

    @Test
    @Tag("slow")
    void trinoJoinsSmallFilesAndTheAnswerStays() throws IOException, SQLException {
        String answer = "SELECT count(*), sum(id), count_if(served_from = 'hot') FROM hot_joined";
        String files = "SELECT count(*) FROM test_hidden.\"hot_joined_hot$files\"";
        try (TestingLandingZone zone = new TestingLandingZone("hot_joined", COLUMNS + "tail: {look_ahead: P15D}\n")) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            for (int id : List.of(2, 3)) {
                for (int day = 0; day < 16; day++) {
                    zone.land(LocalDate.parse("2026-11-22").plusDays(day).toString(), id + ".json",
                            "{\"id\":%d}".formatted(id), "broken");
                }
                zone.batch().ingest();
            }
            assertThat(count(files)).isEqualTo("16");
            assertThat(count(answer)).isEqualTo("33|81|32");
            zone.land("2026-11-22", "3.json", "{\"id\":3}", "{\"id\":4}"); // grows
            zone.land("2026-11-23", "5.json", "{\"id\":5}");
            zone.batch().ingest();
            assertThat(count(answer)).isEqualTo("35|90|34");
            assertThat(count("SELECT count(*) FROM hot_joined_rejects")).isEqualTo("31");
            assertThat(count(files)).isEqualTo("17");
        }
    }

    @Test
    void anUnreadableFileIsSetAside() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_broken")) {
            zone.land("2026-11-22", "a.json", "{\"id\":2}");
            Path gzip = zone.land("2026-11-22", "b.json.gz",
                    "no gzip".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Files.createSymbolicLink(gzip.resolveSibling("c.json"), gzip.resolveSibling("a.json"));
            IntradayReport report = zone.batch().ingest();
            assertThat(report.setAside().count()).isEqualTo(2);
            assertThat(live("hot_broken")).containsExactly("1|2026-11-21|history", "2|2026-11-22|hot");
            assertThat(rows("SELECT count(*) FROM hot_broken_rejects")).containsExactly("2");
        }
    }

    @Test
    void anIngestTakesTheFilesThatEventsTellOf() throws IOException, SQLException {
        try (TestingLandingZone zone = zone("hot_told")) {
            KeptListing listing = new KeptListing(zone.spec);
            listing.trust(true);
            zone.land("2026-11-22", "a.json", "{\"id\":2}");
            zone.batch().ingest(listing);
            zone.land("2026-11-22", "b.json", "{\"id\":3}");
            zone.land("2026-11-23", "lost.json", "{\"id\":4}");
            listing.told("///landing/hot_told/dt=2026-11-22/b.json");
            assertThat(zone.batch().ingest(listing).listedAt()).isEqualTo("2026-11-22T12:00:00Z");
            assertThat(rows("SELECT id, served_from FROM hot_told ORDER BY id")).containsExactly("1|history", "2|hot",
                    "3|hot", "4|tail");
            zone.now("2026-11-22T12:05:00Z");
            zone.batch().ingest(listing);
            assertThat(rows("SELECT id, served_from FROM hot_told ORDER BY id")).containsExactly("1|history", "2|hot",
                    "3|hot", "4|hot");
        }
    }

    @Test
    void aSpecWithoutIngestIsRefused() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("hot_none", "columns: {id: bigint}\n")) {
            assertThatThrownBy(() -> zone.batch().ingest())
                    .hasMessageContaining("Cannot ingest hot_none during the day: its spec does not say how often");
        }
    }
}
