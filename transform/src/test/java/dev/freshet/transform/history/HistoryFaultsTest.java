package dev.freshet.transform.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs without proper branches, and a full disk. */
class HistoryFaultsTest {
    private static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    private static final DatasetSpec SPEC = SpecReader.parse("backups.yaml", """
                                                                             dataset: backups
                                                                             schema: telemetry
                                                                             landing: {root: "local:///landing"}
                                                                             columns: {id: bigint}
                                                                             """);
    private static final Names NAMES = SPEC.names("lakehouse", "landing");

    @TempDir
    Path landing;
    @TempDir
    Path warehouse;

    @Test
    void aCatalogThatShowsBranchesToReadersIsRejectedAndRestored() throws IOException {
        try (Branches catalog = open(new Branches(next -> staged(next)
                .map(branch -> TableMetadata.buildFrom(next).removeRef(branch)
                        .setBranchSnapshot(next.ref(branch).snapshotId(), SnapshotRef.MAIN_BRANCH).build())
                .orElse(next)), Map.of())) {
            catalog.keeps = true;
            land("a.json", "{\"id\":1}");
            ingest(catalog);
            catalog.keeps = false;
            land("b.json", "{\"id\":2}\nbroken");

            assertThatThrownBy(() -> ingest(catalog)).isInstanceOf(LakehouseException.class).hasMessage(
                    "Cannot stage landing day 2026-11-22 in lakehouse.telemetry_hidden.backups_history_rejects: its catalog shows a branch to readers at once (the batch needs a catalog that supports branches)");

            assertThat(ids(catalog)).containsExactly("1");
            assertThat(rejects(catalog)).isEmpty();
            catalog.keeps = true;
            ingest(catalog);
            assertThat(ids(catalog)).containsExactly("1", "2");
        }
    }

    @Test
    void aCatalogThatShowsTheFirstBranchOfAnEmptyTableIsRejectedAndRestored() throws IOException {
        try (Branches catalog = open(new Branches(next -> staged(next)
                .map(branch -> TableMetadata.buildFrom(next)
                        .setBranchSnapshot(next.ref(branch).snapshotId(), SnapshotRef.MAIN_BRANCH).build())
                .orElse(next)), Map.of())) {
            land("a.json", "broken");
            assertThatThrownBy(() -> ingest(catalog)).hasMessageContaining("shows a branch to readers at once");
            assertThat(rejects(catalog)).isEmpty();
        }
    }

    @Test
    void aCatalogThatLosesBranchesIsRejected() throws IOException {
        try (Branches catalog = open(new Branches(
                next -> staged(next).map(branch -> TableMetadata.buildFrom(next).removeRef(branch).build())
                        .orElse(next)),
                Map.of())) {
            land("a.json", "{\"id\":1}");
            assertThatThrownBy(() -> ingest(catalog)).hasMessageContaining("its catalog does not keep the branch");
            assertThat(ids(catalog)).isEmpty();
        }
    }

    @Test
    void aFullDiskIsReportedAndNoRowIsLost() throws IOException, InterruptedException {
        warehouse = Files.createDirectory(warehouse.resolve("disk"));
        assumeThat(mounted(warehouse)).as("a disk of 8 MiB can be mounted").isTrue();
        try (JdbcCatalog catalog = open(new JdbcCatalog(), onDisk())) {
            List<String> failures = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int free = 0; failures.size() == expected.size(); free += 8192) {
                String id = String.valueOf(100 + expected.size());
                land(id + ".json", "{\"id\":" + id + "}\nbroken");
                Path filler = fill(free);
                try {
                    ingest(catalog);
                } catch (LakehouseException | UncheckedIOException e) {
                    failures.add(e.getMessage());
                }
                assertThat(ids(catalog)).as("with %d bytes left", free).isIn(expected, with(expected, id));
                Files.delete(filler);
                ingest(catalog);
                expected.add(id);
                assertThat(ids(catalog)).containsExactlyElementsOf(expected);
            }
            assertThat(failures).hasSizeGreaterThan(3)
                    .allSatisfy(message -> assertThat(message).contains("No space left on device"));
        } finally {
            command("umount", "-l", warehouse.toString());
        }
    }

    private Map<String, String> onDisk() {
        return Map.of(CatalogProperties.URI, "jdbc:h2:mem:full-disk;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName(), LocalFileIO.LOCATION,
                warehouse.toString(), CatalogProperties.WAREHOUSE_LOCATION, "local:///warehouse");
    }

    private static List<String> with(List<String> some, String one) {
        List<String> more = new ArrayList<>(some);
        more.add(one);
        return more;
    }

    /** Fills the disk except for {@code free} bytes. */
    private Path fill(int free) throws IOException {
        Path filler = Files.createFile(warehouse.resolve("filler"));
        long size = Files.getFileStore(warehouse).getUsableSpace() - free;
        Files.write(filler, new byte[(int) size]);
        return filler;
    }

    private static boolean mounted(Path directory) throws IOException, InterruptedException {
        return System.getProperty("os.name").equals("Linux")
                && command("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", directory.toString()) == 0;
    }

    private static int command(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private static <T extends SupportsNamespaces & Catalog> T open(T catalog, Map<String, String> properties) {
        catalog.initialize("lakehouse", properties);
        catalog.createNamespace(Namespace.of(NAMES.hiddenSchema()));
        return catalog;
    }

    private void land(String name, String text) throws IOException {
        Path directory = Files.createDirectories(landing.resolve("landing/dt=2026-11-22"));
        Files.writeString(directory.resolve(name), text);
    }

    private void ingest(Catalog catalog) {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, landing.toString()));
        LandingZone zone = LandingZone.of(SPEC, io);
        List<RawFile> files = zone.list(DAY);
        try (History history = new HistoryTables(SPEC, NAMES, catalog).open(BatchProgress.NONE)) {
            history.takeLease(Instant.EPOCH);
            Staged staged = history
                    .stage(history.engine(zone, JsonNumbers.AS_DOUBLES).write(new IngestUnit(DAY), files,
                            new TreeMap<>(), List.of()));
            assertThat(history.commit(staged, Optional.empty(), Optional.empty())).isTrue();
        }
    }

    private static List<String> ids(Catalog catalog) {
        return values(catalog, NAMES.historyTable(), "id");
    }

    private static List<String> rejects(Catalog catalog) {
        return values(catalog, NAMES.historyRejectsTable(), "line");
    }

    private static List<String> values(Catalog catalog, String table, String column) {
        TableIdentifier name = TableIdentifier.of(NAMES.hiddenSchema(), table);
        List<String> values = new ArrayList<>();
        if (!catalog.tableExists(name)) {
            return values;
        }
        try (var rows = IcebergGenerics.read(catalog.loadTable(name)).build()) {
            for (Record row : rows) {
                values.add(row.getField(column).toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        values.sort(null);
        return values;
    }

    /** The branch on which a run has staged data. */
    private static Optional<String> staged(TableMetadata table) {
        return table.refs().keySet().stream().filter(branch -> !branch.equals(SnapshotRef.MAIN_BRANCH)).findFirst();
    }

    /** A catalog that changes each commit to a branch, unless {@code keeps} is set. */
    private static final class Branches extends InMemoryCatalog {
        private final UnaryOperator<TableMetadata> made;
        private boolean keeps;

        Branches(UnaryOperator<TableMetadata> made) {
            this.made = made;
        }

        @Override
        protected TableOperations newTableOps(TableIdentifier table) {
            TableOperations real = super.newTableOps(table);
            return new TableOperations() {
                @Override
                public TableMetadata current() {
                    return real.current();
                }

                @Override
                public TableMetadata refresh() {
                    return real.refresh();
                }

                @Override
                public void commit(TableMetadata base, TableMetadata next) {
                    boolean stages = staged(next).isPresent() && (base == null || staged(base).isEmpty());
                    real.commit(base, stages && !keeps ? made.apply(next) : next);
                }

                @Override
                public FileIO io() {
                    return real.io();
                }

                @Override
                public String metadataFileLocation(String file) {
                    return real.metadataFileLocation(file);
                }

                @Override
                public LocationProvider locationProvider() {
                    return real.locationProvider();
                }
            };
        }
    }
}
