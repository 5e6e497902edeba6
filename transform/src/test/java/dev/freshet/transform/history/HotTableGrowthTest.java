package dev.freshet.transform.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.sql.Hot;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file and an ingest a minute, for days: what one day leaves behind does not grow with the number of days.
 * {@code -Dfreshet.hot.minutes=1440 -Dfreshet.hot.days=4} plays whole days and prints their figures.
 */
class HotTableGrowthTest {
    private static final int MINUTES = Integer.getInteger("freshet.hot.minutes", 30);
    private static final int DAYS = Integer.getInteger("freshet.hot.days", 4);
    private static final LandingPartition FIRST = LandingPartition.parse("2026-11-22");
    private static final String SPEC = """
                                       dataset: growth
                                       schema: telemetry
                                       landing: {root: "local:///landing/growth"}
                                       columns: {id: {type: bigint, required: true}}
                                       ingest: {every: PT1M, min_age: PT0S}
                                       tail: {retire_after: %s}
                                       """;

    @TempDir
    Path root;
    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private Names names;
    private HotTables tables;
    private LandingZone landing;
    private long published;

    /**
     * At the end of a day.
     *
     * @param snapshots the most of either table during the day
     * @param refs the most tags and branches of either table during the day
     * @param property characters of the properties that describe the last ingest and name the ledger
     * @param metadata characters of the larger table's metadata file
     * @param named characters of the paths in the views
     */
    private record Figures(int snapshots, int refs, long property, long metadata, long named) {
        Figures max(Figures other) {
            return new Figures(Math.max(snapshots, other.snapshots), Math.max(refs, other.refs), other.property,
                    other.metadata, other.named);
        }
    }

    private void start(Duration retireAfter) {
        DatasetSpec spec = SpecReader.parse("growth.yaml", SPEC.formatted(retireAfter));
        names = spec.names("lakehouse", "landing");
        tables = new HotTables(spec, names, catalog, "rules");
        catalog.initialize("lakehouse", Map.of());
        catalog.createNamespace(Namespace.of(names.hiddenSchema()));
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, root.toString()));
        landing = LandingZone.of(spec, io);
    }

    /** A query may have begun to read a snapshot just before the views named another one. */
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1H"})
    void whatTheViewsNamedIsKeptForTheLongestQuery(Duration retireAfter) throws IOException {
        start(retireAfter);
        List<Long> named = new ArrayList<>();
        List<RawFile> listed = new ArrayList<>();
        for (int minute = 0; minute < 8; minute++) {
            RawFile file = land(FIRST, minute);
            listed.add(file);
            ingest(FIRST, file, listed);
            named.add(tables.served().rows());
        }
        Table rows = catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), names.hotTable()));
        List<Long> tagged = rows.refs().values().stream().filter(SnapshotRef::isTag).map(SnapshotRef::snapshotId)
                .toList();
        if (retireAfter.isZero()) {
            assertThat(tagged).doesNotContain(named.get(0)).hasSizeLessThan(6);
            assertThat(rows.snapshot(named.get(0))).isNull();
        } else {
            assertThat(tagged).containsAll(named);
        }
    }

    @Test
    void aDayOfIngestsLeavesBehindAsMuchAsTheOneBefore() throws IOException {
        start(Duration.ZERO);
        List<Figures> days = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            long start = System.nanoTime();
            days.add(day(FIRST.plus(day)));
            System.out.printf("day %d, ingest %d: %s, %.1f ms an ingest%n", day + 1, published, days.get(day),
                    (System.nanoTime() - start) / 1e6 / MINUTES);
        }
        Figures early = days.get(1); // the first one has nothing to retire
        assertThat(days.subList(2, DAYS)).allSatisfy(late -> {
            assertThat(late.snapshots()).isLessThanOrEqualTo(early.snapshots() + 2);
            assertThat(late.refs()).isLessThanOrEqualTo(early.refs());
            assertThat(late.property()).isLessThanOrEqualTo(early.property() + 32);
            assertThat(late.metadata()).isLessThanOrEqualTo(early.metadata() * 5 / 4);
            assertThat(late.named()).isEqualTo(early.named());
        });
        assertThat(published).isEqualTo((long) DAYS * MINUTES + DAYS - 1);
    }

    private Figures day(LandingPartition day) throws IOException {
        Figures most = new Figures(0, 0, 0, 0, 0);
        List<RawFile> listed = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            RawFile file = land(day, minute);
            listed.add(file);
            ingest(day, file, listed);
            if (minute == 1 && !day.equals(FIRST)) { // a night's cut-over has moved the boundary past it
                try (HotTable hot = tables.open(BatchProgress.NONE, published)) {
                    hot.tables().takeLease(Instant.now());
                    hot.retire(day.plus(-1));
                    published++;
                }
            }
            most = most.max(figures(day));
        }
        return most;
    }

    private RawFile land(LandingPartition day, int minute) throws IOException {
        Path file = root.resolve("landing/growth/dt=%s/minute-%04d.json".formatted(day, minute));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"id\":%d}\nno json\n".formatted(minute));
        Instant landed = day.startsAt(ZoneOffset.UTC).plus(Duration.ofMinutes(minute));
        Files.setLastModifiedTime(file, FileTime.from(landed));
        return new RawFile("local:///landing/growth/dt=%s/%s".formatted(day, file.getFileName()), Files.size(file),
                landed);
    }

    private void ingest(LandingPartition day, RawFile file, List<RawFile> listed) {
        try (HotTable hot = tables.open(BatchProgress.NONE, published)) {
            hot.tables().takeLease(Instant.now());
            IngestUnit unit = new IngestUnit(day, Optional.of(List.of(file.path())), false);
            Staged staged = hot.tables()
                    .stage(hot.engine(landing, JsonNumbers.AS_DOUBLES).write(unit, List.of(file), new TreeMap<>(),
                            List.of()));
            assertThat(hot.commit(staged, listed, Duration.ZERO, Optional.empty())).isTrue();
        }
        published++;
    }

    private Figures figures(LandingPartition day) {
        Figures rows = figures(names.hotTable());
        Hot.Files files = tables.served().of(day);
        return rows.max(figures(names.hotRejectsTable())).max(new Figures(0, 0, rows.property(), rows.metadata(),
                files.paths().stream().mapToLong(String::length).sum() + files.through().map(String::length).orElse(
                        0)));
    }

    private Figures figures(String name) {
        Table table = catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), name));
        return new Figures((int) StreamSupport.stream(table.snapshots().spliterator(), false).count(),
                table.refs().size(), table.properties().values().stream().mapToLong(String::length).sum(),
                TableMetadataParser.toJson(((HasTableOperations) table).operations().current()).length(), 0);
    }
}
