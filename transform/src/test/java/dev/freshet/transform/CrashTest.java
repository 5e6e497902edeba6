package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Names;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.history.HistoryTables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run or an intraday ingest when it announces a step, and repeats it: readers notice nothing, and the outcome
 * is that of a run that was not killed. Kills at the first step of each kind: one day's builds at every third of them,
 * the next day's at others. With {@code -Dfreshet.crash=kinds} it kills at all of these, with {@code all} at every
 * step.
 */
@Tag("slow")
class CrashTest {
    private static final int SIGKILL = 128 + 9;
    /** What a backfill does for each day. The rest is as in a run. */
    private static final Set<Step> OF_EACH_DAY = EnumSet.of(Step.WRITE, Step.STAGE, Step.RECONCILE, Step.COMMIT);
    private static final String KILLED = System.getProperty("freshet.crash", "third");
    private static final ExecutorService TWO_AT_A_TIME = Executors.newFixedThreadPool(2);

    @TempDir
    static Path directory;
    private static TestingJvm jvm;

    /** A run that is not killed: the steps it announced, and its outcome after its tail tables were retired. */
    private record Whole(CrashedRun run, List<CrashPoint> points, TestingOutcome outcome) {
        static Whole of(CrashedRun run) throws Exception {
            try (TestingLandingZone zone = zone(run, "whole")) {
                run.prepare(zone);
                CrashPoint.Recorder recorder = new CrashPoint.Recorder();
                run.go(zone, recorder);
                run.later(zone);
                zone.run();
                return new Whole(run, recorder.points(), TestingOutcome.of(zone));
            }
        }
    }

    @BeforeAll
    static void makeJvmsCheap() throws Exception {
        jvm = new TestingJvm(directory);
        try (TestingLandingZone zone = zone(CrashedRun.FIRST, "archive")) {
            CrashedRun.FIRST.prepare(zone);
            assertThat(jvm.archive(KilledBatch.class, LocalLakehouse.shared().properties(),
                    CrashedRun.FIRST.name(), zone.spec.name(), "-1").status()).isZero();
        }
    }

    @AfterAll
    static void end() {
        TWO_AT_A_TIME.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> readersDoNotNoticeAKilledRunAndTheNextRunCompletesIt() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        long kinds = LocalDate.now(ZoneOffset.UTC).toEpochDay();
        Set<Step> steps = EnumSet.noneOf(Step.class);
        Set<String> seen = new HashSet<>();
        Set<String> seenByIngest = new HashSet<>();
        Set<String> seenByBackfill = new HashSet<>();
        Set<String> seenByTrino = new HashSet<>();
        for (CrashedRun run : CrashedRun.values()) {
            Whole whole = Whole.of(run);
            whole.points.forEach(point -> steps.add(point.step()));
            for (CrashPoint point : whole.points) {
                boolean isNew = point.isNew(run == CrashedRun.INGESTED ? seenByIngest
                        : run == CrashedRun.BACKFILLED ? seenByBackfill
                                : run == CrashedRun.BY_TRINO && point.step() == Step.WRITE ? seenByTrino : seen);
                boolean isKind = isNew && (run != CrashedRun.BACKFILLED || OF_EACH_DAY.contains(point.step()));
                if (KILLED.equals("all") || isKind && (KILLED.equals("kinds") || kinds++ % 3 == 0)) {
                    Future<?> end = TWO_AT_A_TIME.submit(() -> kill(whole, point));
                    tests.add(DynamicTest.dynamicTest(run + " run, before " + point, end::get));
                }
            }
        }
        assertThat(steps).containsExactly(Step.values());
        return tests.stream();
    }

    private static Void kill(Whole whole, CrashPoint point) throws Exception {
        try (TestingLandingZone zone = zone(whole.run, "p" + point.number())) {
            whole.run.prepare(zone);
            assertThat(jvm.run(KilledBatch.class, LocalLakehouse.shared().properties(), whole.run.name(),
                    zone.spec.name(), String.valueOf(point.number())))
                    .isEqualTo(new TestingJvm.End(SIGKILL, point.toString()));
            try (TestingReader reader = new TestingReader(zone, whole.run.answers(zone.spec.name()))) {
                reader.check();
                requireOrphansInPlace(zone);
                whole.run.go(zone, BatchProgress.NONE);
                reader.check();
                assertThat(reader.wrong()).isEmpty();
                assertThat(reader.unfinished()).isEmpty();
            }
            List<Long> snapshots = new TestingWarehouse(zone).snapshots();
            whole.run.later(zone);
            BatchReport third = zone.run();
            assertThat(third.flipped()).isFalse();
            assertThat(third.partitions()).extracting(BatchReport.Partition::outcome).containsOnly(Outcome.UNCHANGED);
            assertThat(new TestingWarehouse(zone).snapshots()).isEqualTo(snapshots);
            assertThat(TestingOutcome.of(zone)).usingRecursiveComparison().isEqualTo(whole.outcome);
            requireNothingOfDeadLeases(zone);
        }
        return null;
    }

    /** Checks that housekeeping drops the tables that a killed run let Trino write to, once its lease has ended. */
    private static void requireNothingOfDeadLeases(TestingLandingZone zone) {
        Names names = zone.lakehouse.names(zone.spec);
        new HistoryTables(zone.spec, names, zone.lakehouse.catalog()).orphans(Instant.now().plus(Duration.ofDays(2)),
                Duration.ofDays(1));
        assertThat(zone.lakehouse.catalog().listTables(Namespace.of(names.hiddenSchema())))
                .extracting(TableIdentifier::name).noneMatch(table -> table.contains("_staging_"));
    }

    /** Checks that all unreferenced files are in directories that housekeeping lists. */
    private static void requireOrphansInPlace(TestingLandingZone zone) throws IOException {
        TestingWarehouse warehouse = new TestingWarehouse(zone);
        List<String> places = warehouse.tables().stream()
                .flatMap(table -> Stream.of(table.location() + "/", table.location() + "_ledger/")).toList();
        assertThat(warehouse.orphans()).allMatch(file -> places.stream().anyMatch(file::startsWith));
    }

    private static TestingLandingZone zone(CrashedRun run, String suffix) throws IOException {
        return run.zone(LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties()),
                "crash_%s_%s".formatted(run.name().toLowerCase(Locale.ROOT), suffix));
    }
}
