package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.spec.EngineMode;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final String COLUMNS = """
                                          time_zone: UTC
                                          columns: {id: bigint}
                                          tail: {retire_after: PT1S}
                                          """;
    private final List<String> executed = new ArrayList<>();

    @Test
    void aRunExecutesTheStatementsOfItsPlanInOrder() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("promised", COLUMNS)) {
            zone.land("2026-11-20", "a.json", "{\"id\":1}");
            assertThat(statementsOfPlanAndRun(zone, "2026-11-21T12:00:00Z")).isNotEmpty();

            zone.land("2026-11-20", "late.json", "{\"id\":2}");
            zone.land("2026-11-21", "a.json", "{\"id\":3}");
            assertThat(statementsOfPlanAndRun(zone, "2026-11-22T12:00:00Z"))
                    .anySatisfy(sql -> assertThat(sql).startsWith("DROP TABLE"));
        }
    }

    @Test
    void aChangedSpecIsPlannedAsItRuns() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("reshaped", COLUMNS)) {
            zone.land("2026-11-20", "a.json", "{\"id\":1,\"size\":2}");
            statementsOfPlanAndRun(zone, "2026-11-21T12:00:00Z");
        }
        try (TestingLandingZone zone = new TestingLandingZone("reshaped",
                COLUMNS.replace("id: bigint", "id: bigint, size: bigint"))) {
            zone.land("2026-11-21", "a.json", "{\"id\":3,\"size\":4}");
            assertThat(statementsOfPlanAndRun(zone, "2026-11-22T12:00:00Z")).isNotEmpty();
        }
    }

    @Test
    void trinoWritesWhatThePlanSays() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("by_trino", COLUMNS + "engine: trino\n")) {
            zone.land("2026-11-20", "a.json", "{\"id\":1}");
            assertThat(statementsOfPlanAndRun(zone, "2026-11-21T12:00:00Z"))
                    .filteredOn(sql -> sql.startsWith("INSERT INTO")).hasSize(2);
        }
    }

    @Test
    void onlyALargeDayIsLeftToTrino() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("auto", COLUMNS + "engine: auto\n")) {
            Path file = zone.land("2026-11-21", "a.json", "{\"id\":1}");
            assertThat(zone.batch().plan(Optional.empty()))
                    .anyMatch(sql -> sql.startsWith("-- list and write: 1 files, 9 bytes")
                            && sql.contains("by this machine (engine: auto"))
                    .noneMatch(sql -> sql.startsWith("INSERT INTO"));
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(EngineMode.LARGE);
            }
            assertThat(zone.batch().plan(Optional.empty())).anyMatch(sql -> sql.contains("by Trino (engine: auto"))
                    .anyMatch(sql -> sql.startsWith("INSERT INTO"));
            Files.delete(file);
        }
    }

    @Test
    @Tag("slow")
    void aLargeDayIsReconciledInFullOnceAndThenBySample() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("sampled", COLUMNS)) {
            String[] lines = IntStream.range(0, 50_000)
                    .mapToObj(i -> "{\"id\":%d,\"text\":\"%s\"}".formatted(i, "x".repeat(80)))
                    .toArray(String[]::new);
            for (int day = 20; day <= 23; day++) {
                zone.land("2026-11-" + day, "a.json", lines);
                List<String> statements = statementsOfPlanAndRun(zone, "2026-11-%dT12:00:00Z".formatted(day + 1));
                assertThat(statements.stream().anyMatch(sql -> sql.contains("checksum(line)"))).as("day %d", day)
                        .isEqualTo(day > 20);
            }
        }
        try (TestingLandingZone zone = new TestingLandingZone("sampled",
                COLUMNS.replace("id: bigint", "id: bigint, text: varchar"))) {
            zone.land("2026-11-24", "a.json", "{\"text\":\"%s\"}".formatted("x".repeat(5_000_000)));
            assertThat(statementsOfPlanAndRun(zone, "2026-11-25T12:00:00Z")).as("another spec")
                    .noneMatch(sql -> sql.contains("checksum(line)"));
        }
        try (TestingLandingZone zone = new TestingLandingZone("sampled",
                COLUMNS.replace("id: bigint", "id: bigint, text: varchar") + "reconcile: full\n")) {
            zone.land("2026-11-25", "a.json", "{\"text\":\"%s\"}".formatted("x".repeat(5_000_000)));
            assertThat(statementsOfPlanAndRun(zone, "2026-11-26T12:00:00Z")).as("reconcile: full")
                    .noneMatch(sql -> sql.contains("checksum(line)"));
        }
    }

    /** Runs the batch and checks that it executes what its plan says. */
    private List<String> statementsOfPlanAndRun(TestingLandingZone zone, String now) {
        DailyBatch batch = new DailyBatch(zone.spec, recording(zone), Clock.fixed(Instant.parse(now), ZoneOffset.UTC),
                BatchProgress.NONE);
        List<String> planned = batch.plan(Optional.empty()).stream().map(sql -> sql.replaceFirst("^--.*\n", ""))
                .filter(sql -> !sql.startsWith("--"))
                .filter(sql -> !sql.contains("<staged>")) // the plan cannot know the snapshot
                .filter(sql -> !sql.startsWith("ALTER TABLE")) // the batch does this through the catalog
                .toList();
        executed.clear();
        batch.run(Optional.empty());
        assertThat(executed.stream().map(sql -> sql.replaceAll("_staging_[-0-9a-f]+", "_staging_<run>"))
                .filter(planned::contains)).containsExactlyElementsOf(planned);
        return planned;
    }

    private LakehouseConnection recording(TestingLandingZone zone) {
        Connection trino = zone.lakehouse.trino();
        Connection recording = proxy(Connection.class, trino, result -> result instanceof Statement statement
                ? proxy(Statement.class, statement, answer -> answer)
                : result);
        return new LakehouseConnection(zone.config, recording, zone.lakehouse.catalog(), zone.lakehouse.landing());
    }

    private interface Result {
        Object of(Object result);
    }

    private <T> T proxy(Class<T> type, T delegate, Result result) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (self, method, args) -> {
            if (method.getName().startsWith("execute")) {
                executed.add((String) args[0]);
            }
            try {
                return result.of(method.invoke(delegate, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
