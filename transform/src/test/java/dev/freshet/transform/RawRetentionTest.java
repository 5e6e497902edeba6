package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.SpecWriter;
import dev.freshet.spec.sql.Condition;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.RawRetention.Reason;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.RawFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Raw files are deleted that history holds, and no others. Nothing is missing afterwards. */
@Tag("slow")
class RawRetentionTest {
    private static final String SPEC = "tail: {retire_after: PT0S}\ncolumns: {id: {type: bigint, required: true}}\n";
    private static final String OLD = "2026-10-20";
    private static final String DIFFERENT = "2026-10-21";
    /** The last day whose time is over: its end is 30 days before the boundary. */
    private static final String LAST = "2026-10-22";
    private static final String YOUNG = "2026-10-23";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    private static RawRetention retention(TestingLandingZone zone, BatchProgress progress) {
        String spec = SpecWriter.write(zone.spec).replace("landing:\n", "landing:\n  retention: P30D\n");
        return new RawRetention(SpecReader.parse("kept", spec), zone.lakehouse,
                CLOCK, progress);
    }

    private static RawRetention retention(TestingLandingZone zone) {
        return retention(zone, BatchProgress.NONE);
    }

    /** Drops the tail tables of the days that a first run has ingested. */
    private static void retire(TestingLandingZone zone) {
        zone.maintenance().run(Duration.ofDays(7));
    }

    /** The raw files of a day. */
    private static List<String> raw(TestingLandingZone zone, String day) throws IOException {
        Path directory = zone.directory().resolve("landing/%s/dt=%s".formatted(zone.spec.name(), day));
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> names(List<RawFile> files) {
        return files.stream().map(file -> file.path().substring(file.path().lastIndexOf('/') + 1)).toList();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> all(TestingLandingZone zone) throws SQLException {
        List<String> all = rows("SELECT id, landed_on, served_from FROM %s ORDER BY id".formatted(zone.spec.name()));
        all.addAll(rows("SELECT file, reason, length(line) FROM %s_rejects ORDER BY 1, 2, 3".formatted(
                zone.spec.name())));
        return all;
    }

    @Test
    void onlyFilesThatHistoryProvablyHoldsAreDeletedAndNothingIsMissing() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("retained", SPEC)) {
            zone.land(OLD, "a.json", "{\"id\":1}", "{\"id\":2}", "broken");
            zone.land(OLD, "b.json", "{\"id\":3}");
            zone.land(OLD, "cut.json", "x".repeat(20_000));
            zone.land(OLD, "latin.json", "ä".getBytes(StandardCharsets.ISO_8859_1));
            zone.land(OLD, "replaced.json", "{\"id\":4}  ");
            zone.land(OLD, "unreadable.json.gz", "no gzip".getBytes(StandardCharsets.UTF_8));
            zone.land(DIFFERENT, "c.json", "{\"id\":5}", "{\"id\":6}");
            zone.land(LAST, "d.json", "{\"id\":7}");
            zone.land(YOUNG, "e.json", "{\"id\":8}");
            zone.run();
            zone.land(OLD, "late.json", "{\"id\":9}");
            zone.land(OLD, "replaced.json", "{\"id\":4}");
            new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE)
                    .execute("DELETE FROM %s WHERE id = 6".formatted(zone.lakehouse.names(zone.spec).history()));
            assertThat(retention(zone).plan().files()).as("queries may still read the days' tail tables").isZero();
            retire(zone);
            List<String> all = all(zone);

            RawRetention.Report plan = retention(zone).plan();
            assertThat(plan.deleted()).isFalse();
            assertThat(List.of(plan.files(), plan.bytes(), (long) plan.days())).containsExactly(3L, 43L, 2L);
            assertThat(raw(zone, OLD)).hasSize(7);
            RawRetention.Report report = retention(zone).run();

            assertThat(report.deleted()).isTrue();
            assertThat(List.of(report.files(), report.bytes(), (long) report.days())).containsExactly(3L, 43L, 2L);
            assertThat(report.staying()).containsOnlyKeys(Reason.values()).hasSize(Reason.values().length);
            assertThat(names(report.staying().get(Reason.LATE))).containsExactly("late.json");
            assertThat(names(report.staying().get(Reason.CHANGED))).containsExactly("replaced.json");
            assertThat(names(report.staying().get(Reason.UNREADABLE))).containsExactly("unreadable.json.gz");
            assertThat(names(report.staying().get(Reason.CUT))).containsExactly("cut.json", "latin.json");
            assertThat(names(report.staying().get(Reason.DIFFERENT))).containsExactly("c.json");
            assertThat(raw(zone, OLD)).containsExactly("cut.json", "late.json", "latin.json", "replaced.json",
                    "unreadable.json.gz");
            assertThat(raw(zone, LAST)).isEmpty();
            assertThat(raw(zone, YOUNG)).containsExactly("e.json");
            assertThat(all(zone)).isEqualTo(all);

            assertThat(zone.batch().status(true).changed()).extracting(DatasetStatus.RawPartition::files)
                    .as("replaced.json").containsExactly(1);
            assertThatThrownBy(() -> zone.batch().repair(Optional.of(LandingPartition.parse(LAST)), Repair.FORCE))
                    .isInstanceOf(LakehouseException.class)
                    .hasMessage("Cannot repair landing day 2026-10-22 of retained: housekeeping has deleted its 1 raw "
                            + "files, so there is nothing to read again (history keeps their rows)");
            BatchReport dropped = zone.batch().repair(Optional.of(LandingPartition.parse(OLD)), Repair.DROP_GONE);
            assertThat(dropped.partitions()).extracting(BatchReport.Partition::rows).containsExactly(5L);
            assertThat(rows("SELECT id FROM retained WHERE landed_on = DATE '2026-10-20' ORDER BY 1"))
                    .containsExactly("1", "2", "3", "4", "9");
            assertThat(zone.batch().backfill(LandingPartition.parse(OLD), LandingPartition.parse(YOUNG)).unchanged())
                    .isEqualTo(3);
            retire(zone);
            assertThat(names(retention(zone).run().staying().get(Reason.UNREADABLE)))
                    .containsExactly("unreadable.json.gz");
            assertThat(raw(zone, OLD)).containsExactly("cut.json", "latin.json", "unreadable.json.gz");
            assertThat(zone.batch().status(true).changed()).isEmpty();
            assertThat(zone.batch().repair(Optional.empty(), Repair.LATE).partitions())
                    .extracting(BatchReport.Partition::outcome).containsOnly(Outcome.UNCHANGED);
        }
    }

    @Test
    void aKilledDeletionIsCompletedByTheNextOne() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("half_deleted", SPEC)) {
            zone.land(OLD, "a.json", "{\"id\":1}");
            zone.land(OLD, "b.json", "{\"id\":2}");
            zone.land(LAST, "c.json", "{\"id\":3}");
            zone.run();
            retire(zone);
            List<String> all = all(zone);
            assertThatThrownBy(() -> retention(zone, (step, detail, done, total) -> {
                if (detail.startsWith("deleting")) {
                    delete(zone.directory().resolve("landing/half_deleted/dt=2026-10-20/a.json"));
                    throw new IllegalStateException("killed");
                }
            }).run()).hasMessage("killed");
            assertThat(raw(zone, OLD)).containsExactly("b.json");
            assertThat(zone.batch().status(true).changed()).isEmpty();
            assertThat(zone.batch().repair(Optional.empty(), Repair.LATE).partitions())
                    .extracting(BatchReport.Partition::outcome).containsOnly(Outcome.UNCHANGED);
            assertThat(all(zone)).isEqualTo(all);

            assertThat(retention(zone).run().files()).isEqualTo(2);
            assertThat(raw(zone, OLD)).isEmpty();
            assertThat(raw(zone, LAST)).isEmpty();
            assertThat(all(zone)).isEqualTo(all);
            new Erasure(zone.spec, zone.lakehouse, CLOCK, BatchProgress.NONE, Condition.parse(zone.spec, "id = 2"))
                    .run();
            assertThat(rows("SELECT id FROM half_deleted ORDER BY 1")).containsExactly("1", "3");
            assertThat(zone.batch().status(true).changed()).isEmpty();
        }
    }

    @Test
    void aRunThatCommitsMeanwhileStopsTheDeletion() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("not_deleted", SPEC)) {
            zone.land(OLD, "a.json", "{\"id\":1}");
            zone.land(YOUNG, "b.json", "{\"id\":2}");
            zone.run();
            retire(zone);
            zone.land(YOUNG, "late.json", "{\"id\":3}");
            assertThatThrownBy(() -> retention(zone, before(Step.COMMIT,
                    () -> zone.batch().repair(Optional.empty(), Repair.LATE))).run())
                    .isInstanceOf(ConcurrentRunException.class);
            assertThat(raw(zone, OLD)).containsExactly("a.json");
            assertThat(rows("SELECT id FROM not_deleted ORDER BY 1")).containsExactly("1", "2", "3");
            retire(zone);
            assertThat(retention(zone).run().files()).isEqualTo(1);
        }
    }
}
