package dev.freshet.transform.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    private static final DatasetSpec SPEC = SpecReader.parse("backups.yaml", """
                                                                             dataset: backups
                                                                             schema: telemetry
                                                                             landing:
                                                                               root: local:///landing/backups
                                                                             columns:
                                                                               id: {type: bigint, required: true}
                                                                               device: row(model varchar)
                                                                               tags: array(varchar)
                                                                             history:
                                                                               sort_by: [id]
                                                                             """);

    @TempDir
    Path root;
    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private final Names names = SPEC.names("lakehouse", "landing");
    private LandingZone landing;
    private History history;

    @BeforeEach
    void open() throws IOException {
        catalog.initialize("lakehouse", Map.of());
        catalog.createNamespace(Namespace.of(names.hiddenSchema()));
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, root.toString()));
        landing = LandingZone.of(SPEC, io);
        history = new HistoryTables(SPEC, names, catalog).open(BatchProgress.NONE);
        Files.createDirectories(root.resolve("landing/backups/dt=2026-11-22"));
    }

    @Test
    void everyLineIsARowARejectOrBlank() throws IOException {
        land("a.json",
                "{\"id\":1,\"device\":{\"model\":\"S4\"},\"tags\":[\"x\",\"y\"]}\n\n{\"id\":2\n[3]\n{\"id\":\"x\"}\n");
        landCompressed("b.json.gz", "{\"id\":\"7\"}\n");

        Inputs inputs = replace();

        assertThat(inputs.rows()).isEqualTo(2);
        assertThat(inputs.rejects()).isEqualTo(3);
        assertThat(values(names.historyTable(), "id")).containsExactly("1", "7");
        assertThat(values(names.historyRejectsTable(), "reason")).containsExactly("a JSON array, not an object",
                "malformed JSON", "required column id is missing, null or not a valid bigint");
    }

    @Test
    void aDayIsReplacedAsAWhole() throws IOException {
        land("a.json", "{\"id\":1}\n");
        replace();
        land("b.json", "{\"id\":2}\n");
        replace();

        assertThat(values(names.historyTable(), "id")).containsExactly("1", "2");
    }

    @Test
    void snapshotsTellTheTotalsOfTheTable() throws IOException {
        land("a.json", "{\"id\":1}\n{\"id\":2}\n");
        replace();
        Files.createDirectories(root.resolve("landing/backups/dt=2026-11-23"));
        Files.writeString(root.resolve("landing/backups/dt=2026-11-23/b.json"), "{\"id\":3}\n");
        replace(LandingPartition.parse("2026-11-23"));

        assertThat(catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), names.historyTable())).currentSnapshot()
                .summary()).containsEntry("total-data-files", "2").containsEntry("total-records", "3");
    }

    @Test
    void theLedgerHoldsADayUntilAFileIsAdded() throws IOException {
        assertThat(history.ledger().holds(DAY, List.of())).isTrue();
        land("a.json", "{\"id\":1}\n");
        assertThat(history.ledger().holds(DAY, files())).isFalse();
        replace();
        assertThat(history.ledger().holds(DAY, files())).isTrue();

        land("late.json", "{\"id\":2}\n");

        assertThat(history.ledger().holds(DAY, files())).isFalse();
        InputChanges changes = history.changes(DAY, files());
        assertThat(changes.late()).extracting(RawFile::path)
                .containsExactly("local:///landing/backups/dt=2026-11-22/late.json");
        assertThat(changes.goes()).isEmpty();
    }

    @Test
    void twoRunsCommitDifferentDaysButNotTheSame() throws IOException {
        LandingPartition next = LandingPartition.parse("2026-11-23");
        land("a.json", "{\"id\":1}\n");
        Files.createDirectories(root.resolve("landing/backups/dt=2026-11-23"));
        Files.writeString(root.resolve("landing/backups/dt=2026-11-23/b.json"), "{\"id\":2}\n");
        History other = new HistoryTables(SPEC, names, catalog).open(BatchProgress.NONE);
        Staged staged = stage(history, DAY);
        assertThat(commit(other, stage(other, next))).isTrue();

        assertThat(commit(history, staged)).as("it is staged on what is not current any more").isFalse();
        history.restage(staged);
        assertThat(commit(history, staged)).isTrue();

        assertThat(values(names.historyTable(), "id")).containsExactly("1", "2");
        assertThat(new HistoryTables(SPEC, names, catalog).ledger().partitions()).containsExactly(DAY, next);
        assertThatThrownBy(() -> stage(other, DAY)).isInstanceOf(ConcurrentRunException.class)
                .hasMessageContaining("committed landing day 2026-11-22 meanwhile");
    }

    private Inputs replace() {
        return replace(DAY);
    }

    private Inputs replace(LandingPartition day) {
        Staged staged = stage(history, day);
        assertThat(commit(history, staged)).isTrue();
        return staged.inputs();
    }

    private Staged stage(History run, LandingPartition day) {
        run.takeLease(Instant.EPOCH);
        return run.stage(run.engine(landing, JsonNumbers.AS_DOUBLES).write(new IngestUnit(day),
                landing.list().getOrDefault(day, List.of()),
                new TreeMap<>(), List.of()));
    }

    private static boolean commit(History run, Staged staged) {
        return run.commit(staged, Optional.empty(), Optional.empty());
    }

    private List<RawFile> files() {
        return landing.list().getOrDefault(DAY, List.of());
    }

    private void land(String name, String text) throws IOException {
        Files.writeString(root.resolve("landing/backups/dt=2026-11-22").resolve(name), text);
    }

    private void landCompressed(String name, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(
                Files.newOutputStream(root.resolve("landing/backups/dt=2026-11-22").resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private TreeSet<String> values(String table, String column) throws IOException {
        Table iceberg = catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), table));
        TreeSet<String> values = new TreeSet<>();
        try (var rows = IcebergGenerics.read(iceberg).build()) {
            for (Record row : rows) {
                assertThat(values.add(row.getField(column).toString())).as("each value once").isTrue();
            }
        }
        return values;
    }
}
