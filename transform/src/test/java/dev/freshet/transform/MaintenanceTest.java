package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Names;
import dev.freshet.transform.history.HistoryTables;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.HistoryEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private static final String SPEC = "tail: {retire_after: PT0S}\ncolumns: {id: {type: bigint, required: true}}\n";

    @Test
    @Tag("slow")
    void unreferencedFilesAreRemovedAndReferencedOnesAreKept()
            throws IOException, SQLException, InterruptedException {
        try (TestingLandingZone zone = new TestingLandingZone("tidy", SPEC)) {
            String all = "SELECT count(*), sum(id) FROM tidy";
            for (int file = 1; file <= 3; file++) {
                zone.land("2026-11-21", "f" + file + ".json", "{\"id\":" + file + "}", "broken");
                Thread.sleep(Duration.ofSeconds(6)); // older snapshots expire, not those of the same moment
                zone.run();
            }
            assertThatThrownBy(() -> zone.maintenance().run(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
            zone.now(Instant.now().plusSeconds(60).toString()); // makes all files old enough

            Maintenance.Report report;
            try (Readers readers = Readers.querying(all, "3|6")) {
                readers.watching();
                report = zone.maintenance().run(Duration.ZERO);
            }

            assertThat(report.before()).isEqualTo(new Maintenance.Held(2, 6, 9, 3));
            assertThat(report.after()).isEqualTo(new Maintenance.Held(2, 2, 3, 3));
            assertThat(rows(all)).containsExactly("3|6");
            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            zone.batch().rollBack();
            assertThat(rows(all)).containsExactly("3|6");
            zone.now(Instant.now().plusSeconds(60).toString());
            report = zone.maintenance().run(Duration.ZERO);
            assertThat(report.before().viewFiles()).as("including that of the rollback's announcement").isEqualTo(12);
            assertThat(report.after().viewFiles()).as("three views").isEqualTo(3);
            assertThat(rows(all)).containsExactly("3|6");

            zone.now("2026-11-22T12:00:00Z");
            assertThat(zone.batch().status().late()).isEmpty();
            assertThat(zone.run().partitions()).extracting(BatchReport.Partition::outcome)
                    .containsExactly(BatchReport.Outcome.UNCHANGED);
            zone.land("2026-11-21", "late.json", "{\"id\":4}");
            zone.run();
            assertThat(rows(all)).containsExactly("4|10");
        }
    }

    /** Since version 483, Trino cannot count the files of an Iceberg table without a snapshot. */
    @Test
    void aDatasetWithoutRowsIsKeptInOrder() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("bare", SPEC)) {
            zone.run();
            assertThat(zone.maintenance().run(Duration.ofDays(1)).after()).isEqualTo(new Maintenance.Held(0, 0, 0, 3));
        }
    }

    /** A query may have begun to read a snapshot just before another one replaced it, however old the snapshot is. */
    @Test
    void aSnapshotIsKeptForTheRetentionAfterItWasReplaced() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("kept", SPEC)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1}");
            zone.run();
            zone.land("2026-11-21", "b.json", "{\"id\":2}");
            zone.run();
            Names names = zone.lakehouse.names(zone.spec);
            HistoryTables tables = new HistoryTables(zone.spec, names, zone.lakehouse.catalog());
            List<HistoryEntry> history = zone.lakehouse.catalog().loadTable(tables.rows()).history();
            Instant first = Instant.ofEpochMilli(history.get(history.size() - 2).timestampMillis());
            Instant second = Instant.ofEpochMilli(history.get(history.size() - 1).timestampMillis());
            Duration later = Duration.ofDays(30);

            Instant soon = second.plus(later).minusMillis(1);
            assertThat(tables.keep(names.history(), soon, later)).isGreaterThan(Duration.between(first, soon));
            Instant then = second.plus(later);
            assertThat(tables.keep(names.history(), then, later)).isGreaterThan(Duration.between(second, then))
                    .isLessThan(Duration.between(second, then).plusMinutes(1));
        }
    }
}
