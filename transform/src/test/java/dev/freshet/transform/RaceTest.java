package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.publish.ReconcileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Concurrent runs, readers and writers. */
@Tag("slow")
class RaceTest {
    private static final String COLUMNS = """
                                          columns:
                                            id: {type: bigint, required: true}
                                          """;

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "STAGE", "COMMIT", "FLIP"})
    void oneOfTwoConcurrentRunsWinsAndTheOtherStopsOrHasNothingToDo(Step step) throws Exception {
        String dataset = "both_" + step.name().toLowerCase(Locale.ROOT);
        try (TestingLandingZone one = cutOver(dataset); TestingLandingZone other = sameAs(one)) {
            one.land("2026-11-22", "b.json", "{\"id\":4}", "broken 5");
            other.now("2026-11-23T00:05:00Z");
            one.now("2026-11-23T00:05:00Z");
            try (TestingReader reader = new TestingReader(one, Map.of("SELECT id FROM " + dataset,
                    List.of(List.of("1", "2", "4")), "SELECT id FROM " + dataset + "_t1",
                    List.of(List.of("1"), List.of("1", "2", "4")), "SELECT line FROM " + dataset + "_rejects",
                    List.of(List.of("broken 3", "broken 5"))))) {
                reader.check();
                List<Object> ends = meet(step, one, zone -> zone::run, other, zone -> zone::run);
                reader.check();
                assertThat(ends).hasAtLeastOneElementOfType(BatchReport.class).allMatch(
                        end -> end instanceof BatchReport || end instanceof ConcurrentRunException);
                assertThat(reader.wrong()).isEmpty();
                assertThat(reader.unfinished()).isEmpty();
            }
            requireSettled(one, "1|history", "2|history", "4|history");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PREPARE", "FLIP"})
    void oneOfTwoConcurrentFirstRunsWinsAndTheOtherStopsOrHasNothingToDo(Step step) throws Exception {
        String dataset = "first_" + step.name().toLowerCase(Locale.ROOT);
        LakehouseConfig config = TestingLandingZone.config();
        try (TestingLandingZone one = new TestingLandingZone(config, dataset, dataset, COLUMNS);
                TestingLandingZone other = new TestingLandingZone(config, dataset, dataset, COLUMNS)) {
            one.land("2026-11-21", "a.json", "{\"id\":1}");
            List<Object> ends = meet(step, one, zone -> zone::run, other, zone -> zone::run);
            assertThat(ends).hasAtLeastOneElementOfType(BatchReport.class).allMatch(
                    end -> end instanceof BatchReport || end instanceof ConcurrentRunException);
            requireSettled(one, "1|history");
        }
    }

    @Test
    void twoConcurrentRunsCanRetireTheSameTable() throws Exception {
        try (TestingLandingZone one = cutOver("both_retire"); TestingLandingZone other = sameAs(one)) {
            one.now("2026-11-22T14:00:00Z");
            other.now("2026-11-22T14:00:00Z");
            assertThat(meet(Step.RETIRE, one, zone -> zone::run, other, zone -> zone::run))
                    .hasOnlyElementsOfType(BatchReport.class);
            requireSettled(one, "1|history", "2|tail");
        }
    }

    @Test
    void aConcurrentRunAndRepairDoNotUndoEachOther() throws Exception {
        try (TestingLandingZone one = cutOver("both_repair"); TestingLandingZone other = sameAs(one)) {
            one.land("2026-11-21", "late.json", "{\"id\":6}");
            one.now("2026-11-23T00:05:00Z");
            other.now("2026-11-23T00:05:00Z");
            List<Object> ends = meet(Step.COMMIT, one, zone -> zone::run, other,
                    zone -> progress -> zone.batch(progress).repair(Optional.empty(), Repair.LATE));
            assertThat(ends).hasAtLeastOneElementOfType(BatchReport.class)
                    .hasAtLeastOneElementOfType(ConcurrentRunException.class);
            one.run();
            requireSettled(one, "1|history", "2|history", "6|history");
        }
    }

    @Test
    void aRunOvertakenByTheNextDaysRunStopsBeforeItsFlip() throws Exception {
        try (TestingLandingZone today = cutOver("overtaken_run"); TestingLandingZone tomorrow = sameAs(today)) {
            today.land("2026-11-23", "a.json", "{\"id\":6}");
            today.now("2026-11-23T00:05:00Z");
            tomorrow.now("2026-11-24T00:05:00Z");
            assertThatThrownBy(() -> today.run(before(Step.FLIP, tomorrow::run)))
                    .isInstanceOf(ConcurrentRunException.class);
            requireSettled(tomorrow, "1|history", "2|history", "6|history");
        }
    }

    @Test
    void aQueryThatOutlivesCutOverAndRetirementReturnsEveryRow() throws Exception {
        try (TestingLandingZone zone = cutOver("outlived")) {
            for (int file = 0; file < 40; file++) {
                zone.land("2026-11-22", file + ".json", "{\"id\":%d}".formatted(100 + file));
            }
            // Far more rows than Trino and its client buffer together.
            String sql = """
                         SELECT id, rpad(cast(id * n AS varchar), 500, 'x')
                         FROM outlived CROSS JOIN UNNEST(sequence(1, 9000)) AS t (n)
                         """;
            try (Connection connection = DriverManager.getConnection(LocalLakehouse.shared().trinoUrl() + "/test",
                    "reader", null);
                    Statement statement = connection.createStatement();
                    ResultSet answer = statement.executeQuery(sql)) {
                answer.next();
                zone.now("2026-11-23T00:05:00Z");
                assertThat(zone.run().flipped()).isTrue();
                zone.now("2026-11-24T00:05:00Z");
                assertThat(zone.run().flipped()).isTrue();
                zone.now("2026-11-24T02:05:00Z");
                assertThat(zone.run().retired()).contains("outlived_tail_20261122");
                assertThat(rows("SELECT state FROM system.runtime.queries WHERE user = 'reader'"))
                        .containsExactly("RUNNING");
                long count = 1;
                long sum = answer.getLong(1);
                while (answer.next()) {
                    count++;
                    sum += answer.getLong(1);
                }
                assertThat(count).isEqualTo(42 * 9000);
                assertThat(sum).isEqualTo(9000L * (1 + 2 + 40 * 100 + 780));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "STAGE", "RECONCILE"})
    void aFileThatGrowsDuringIngestIsIngestedAgain(Step step) throws Exception {
        String dataset = "grows_" + step.name().toLowerCase(Locale.ROOT);
        try (TestingLandingZone zone = cutOver(dataset)) {
            Path file = zone.land("2026-11-22", "b.json", "{\"id\":4}");
            zone.now("2026-11-23T00:05:00Z");

            zone.run(before(step, () -> append(file, "{\"id\":5}\n")));

            requireSettled(zone, "1|history", "2|history", "4|history", "5|history");
        }
    }

    @Test
    void aFileThatKeepsGrowingStopsTheCutOverAfterThreeAttempts() throws Exception {
        try (TestingLandingZone zone = cutOver("growing")) {
            Path file = zone.land("2026-11-22", "b.json", "{\"id\":4}");
            zone.now("2026-11-23T00:05:00Z");
            List<Step> attempts = new ArrayList<>();
            assertThatThrownBy(() -> zone.run((step, detail, done, total) -> {
                if (step == Step.STAGE) {
                    attempts.add(step);
                    append(file, "{\"id\":5}\n");
                }
            })).isInstanceOf(ReconcileException.class)
                    .hasMessage("Cannot cut over growing: landing day 2026-11-22 differs: files keep landing in it");
            assertThat(attempts).hasSize(2 * 3);
            assertThat(zone.batch().status().publication().orElseThrow().boundary()).hasToString("2026-11-22");
        }
    }

    @Test
    void aFileThatGrowsAfterTheCommitIsIngestedAfterTheFlip() throws Exception {
        try (TestingLandingZone zone = cutOver("grown")) {
            Path file = zone.land("2026-11-22", "b.json", "{\"id\":4}");
            zone.now("2026-11-23T00:05:00Z");

            List<Step> flips = new ArrayList<>();
            zone.run((step, detail, done, total) -> {
                flips.add(step);
                if (step == Step.FLIP && flips.contains(Step.COMMIT) && !flips.contains(Step.RETIRE)) {
                    flips.add(Step.RETIRE); // once
                    append(file, "{\"id\":5}\n");
                }
            });

            requireSettled(zone, "1|history", "2|history", "4|history", "5|history");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "RECONCILE"})
    void aFileDeletedDuringIngestIsLeftOut(Step step) throws Exception {
        String dataset = "deleted_" + step.name().toLowerCase(Locale.ROOT);
        try (TestingLandingZone zone = cutOver(dataset)) {
            Path file = zone.land("2026-11-22", "b.json", "{\"id\":4}");
            zone.now("2026-11-23T00:05:00Z");

            zone.run(before(step, () -> delete(file)));

            requireSettled(zone, "1|history", "2|history");
        }
    }

    @Test
    void aFileDeletedDuringARepairKeepsItsRows() throws Exception {
        try (TestingLandingZone zone = cutOver("deleted_repair")) {
            Path late = zone.land("2026-11-21", "late.json", "{\"id\":6}");
            zone.run(before(Step.STAGE, () -> delete(late.resolveSibling("a.json"))));
            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome)
                    .containsExactly(Outcome.INPUTS_CHANGED);
            assertThat(rows("SELECT id FROM deleted_repair ORDER BY 1")).containsExactly("1", "2", "6");
        }
    }

    @Test
    void aListingNeverFailsWhileFilesAreRenamed(@TempDir Path root) throws Exception {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, root.toString()));
        for (int file = 0; file < 500; file++) {
            Files.createFile(root.resolve(".f" + file));
        }
        CompletableFuture<Void> renamed = CompletableFuture.runAsync(() -> {
            for (int round = 0; round < 20; round++) {
                for (int file = 0; file < 500; file++) {
                    move(root.resolve((round % 2 == 0 ? ".f" : "f") + file),
                            root.resolve((round % 2 == 0 ? "f" : ".f") + file));
                }
            }
        });
        int listings = 0;
        while (!renamed.isDone()) {
            io.listPrefix("local:///").forEach(file -> assertThat(file.location()).startsWith("local:///"));
            listings++;
        }
        renamed.get();
        assertThat(listings).isPositive();
        assertThat(io.listPrefix("local:///")).hasSize(500);
    }

    /** A dataset whose first day is in history and whose second day is in the tail. */
    private static TestingLandingZone cutOver(String dataset) throws IOException {
        TestingLandingZone zone = new TestingLandingZone(dataset, COLUMNS);
        zone.land("2026-11-21", "a.json", "{\"id\":1}");
        zone.land("2026-11-22", "a.json", "{\"id\":2}", "broken 3");
        zone.run();
        return zone;
    }

    /** The same dataset through separate connections, as in another process. */
    private static TestingLandingZone sameAs(TestingLandingZone zone) throws IOException {
        return new TestingLandingZone(zone.spec.name(), COLUMNS);
    }

    private interface Work {
        BatchReport run(BatchProgress progress);
    }

    /** Runs both until each has reached {@code step}, then lets them continue, and returns how they end. */
    private static List<Object> meet(Step step, TestingLandingZone one, Function<TestingLandingZone, Work> first,
            TestingLandingZone other, Function<TestingLandingZone, Work> second) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        BatchProgress meeting = before(step, () -> await(barrier));
        CompletableFuture<BatchReport> a = CompletableFuture.supplyAsync(() -> first.apply(one).run(meeting),
                RaceTest::start);
        while (barrier.getNumberWaiting() == 0 && !a.isDone()) {
            Thread.sleep(5);
        }
        BatchProgress sameMeeting = before(step, () -> await(barrier));
        CompletableFuture<BatchReport> b = CompletableFuture.supplyAsync(() -> second.apply(other).run(sameMeeting),
                RaceTest::start);
        return List.of(end(a), end(b));
    }

    private static void start(Runnable run) {
        new Thread(run, "run").start();
    }

    private static Object end(CompletableFuture<BatchReport> run) throws InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException("The other run did not reach the step", e);
        }
    }

    /** Requires these rows in the live view, and a further run that changes nothing. */
    private static void requireSettled(TestingLandingZone zone, String... rows) throws Exception {
        String sql = "SELECT id, served_from FROM %s ORDER BY 1".formatted(zone.spec.name());
        assertThat(zone.query(sql)).containsExactly(rows);
        List<Long> snapshots = new TestingWarehouse(zone).snapshots();
        BatchReport report = zone.run();
        assertThat(report.flipped()).isFalse();
        assertThat(report.partitions()).extracting(BatchReport.Partition::outcome).containsOnly(Outcome.UNCHANGED);
        assertThat(new TestingWarehouse(zone).snapshots()).isEqualTo(snapshots);
        assertThat(zone.query(sql)).containsExactly(rows);
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both are moments in which an ingest that is slow can overwrite or misread what a rollback has published. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRollbackDuringTheFlipOfAnIngestIsNotUndone(boolean beforeTheFirstView) throws IOException, SQLException {
        String dataset = beforeTheFirstView ? "race_back_before" : "race_back_after";
        try (TestingLandingZone zone = new TestingLandingZone(dataset,
                "columns: {id: bigint}\ningest: {every: PT1M, min_age: PT0S}\n")) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            zone.land("2026-11-22", "a.json", "{\"id\":2}");
            zone.now("2026-11-23T12:00:00Z");
            zone.run();
            zone.land("2026-11-23", "a.json", "{\"id\":3}");
            String view = beforeTheFirstView ? "\"%s\"\n".formatted(dataset) : "\"%s_rejects\"\n".formatted(dataset);
            AtomicBoolean done = new AtomicBoolean();
            Connection slow = TestingTrino.around(zone.lakehouse.trino(), (sql, execute) -> {
                boolean isNow = sql.startsWith("CREATE OR REPLACE VIEW") && sql.contains(view) && !done.getAndSet(true);
                if (isNow && beforeTheFirstView) {
                    zone.batch().rollBack();
                }
                execute.run();
                if (isNow && !beforeTheFirstView) {
                    zone.batch().rollBack();
                }
            });
            LakehouseConnection lakehouse = new LakehouseConnection(zone.config, slow, zone.lakehouse.catalog(),
                    zone.lakehouse.landing());
            assertThatThrownBy(() -> zone.batch(lakehouse).ingest()).isInstanceOf(ConcurrentRunException.class)
                    .hasMessageContaining("rolled it back");

            String live = "SELECT id, served_from = 'history' FROM %s ORDER BY id".formatted(dataset);
            String t1 = "SELECT id FROM %s_t1 ORDER BY id".formatted(dataset);
            assertThat(rows(live)).containsExactly("1|true", "2|false", "3|false");
            assertThat(rows(t1)).containsExactly("1");
            zone.batch().ingest();
            assertThat(rows(live)).containsExactly("1|true", "2|false", "3|false");
            assertThat(rows(t1)).containsExactly("1");
            zone.run();
            assertThat(rows(live)).containsExactly("1|true", "2|true", "3|false");
            zone.batch().rollBack();
            assertThat(rows(t1)).containsExactly("1");
        }
    }
}
