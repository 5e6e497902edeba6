package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.ParquetProfile;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.engine.Checksums;
import dev.freshet.transform.engine.Engine;
import dev.freshet.transform.engine.Kept;
import dev.freshet.transform.engine.Resources;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** Raw files of one landing day, written by both engines for tables in memory. */
final class TestingEngines implements AutoCloseable {
    static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    static final IngestUnit UNIT = new IngestUnit(DAY);

    final DatasetSpec spec;
    final Table rows;
    final Table rejects;
    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private final Path directory;
    private final LandingZone landing;

    /** @param spec with a landing root of {@code local:///landing} */
    TestingEngines(DatasetSpec spec, Path directory) {
        this.spec = spec;
        this.directory = directory;
        catalog.initialize("lakehouse", Map.of());
        Names names = spec.names("lakehouse", "landing");
        catalog.createNamespace(Namespace.of(names.hiddenSchema()));
        new HistoryTables(spec, names, catalog).open(BatchProgress.NONE).close();
        rows = catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), names.historyTable()));
        rejects = catalog.loadTable(TableIdentifier.of(names.hiddenSchema(), names.historyRejectsTable()));
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, directory.toString()));
        landing = LandingZone.of(spec, io);
    }

    void land(String name, byte[] content) {
        try {
            Path day = Files.createDirectories(directory.resolve("landing/dt=2026-11-22"));
            Files.write(day.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String name) throws IOException {
        Files.delete(directory.resolve("landing/dt=2026-11-22").resolve(name));
    }

    void commit(Written written) {
        AppendFiles append = rows.newAppend();
        written.rows().forEach(append::appendFile);
        append.commit();
        AppendFiles appendRejects = rejects.newAppend();
        written.rejects().forEach(appendRejects::appendFile);
        appendRejects.commit();
    }

    Engine byRow() {
        return Engine.byRow(spec, rows, rejects, landing, JsonNumbers.AS_DOUBLES, BatchProgress.NONE);
    }

    Engine byColumn(int threads, long memory) {
        return Engine.byColumn(spec, rows, rejects, landing, JsonNumbers.AS_DOUBLES, BatchProgress.NONE,
                ParquetProfile.MODERN,
                new Resources(threads, memory));
    }

    Engine byColumn(ParquetProfile profile, long memory) {
        return Engine.byColumn(spec, rows, rejects, landing, JsonNumbers.AS_DOUBLES, BatchProgress.NONE, profile,
                new Resources(1, memory));
    }

    Written write(Engine engine, SortedMap<String, String> setAside, List<Kept> kept) {
        return engine.write(UNIT, landing.list(DAY), setAside, kept);
    }

    /** Writes by both engines and compares all that they return and all that they wrote. */
    Written compare(ParquetProfile profile) {
        return compare(profile, new TreeMap<>(), List.of());
    }

    Written compare(ParquetProfile profile, SortedMap<String, String> setAside, List<Kept> kept) {
        Written expected = write(byRow(), setAside, kept);
        Written written = write(byColumn(profile, 1L << 30), setAside, kept);
        assertThat(written.inputs()).isEqualTo(expected.inputs());
        assertThat(written.reasons()).isEqualTo(expected.reasons());
        assertThat(written.kept()).isEqualTo(expected.kept());
        compare(expected.checksums().orElseThrow(), written.checksums().orElseThrow());
        compare(rows, expected.rows(), written.rows());
        compare(rejects, expected.rejects(), written.rejects());
        return written;
    }

    private static void compare(Table table, List<DataFile> expected, List<DataFile> actual) {
        Map<String, DataFile> wanted = byPartition(expected);
        Map<String, DataFile> found = byPartition(actual);
        assertThat(found.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((partition, file) -> {
            List<Record> rows = read(table, file);
            List<Record> others = read(table, found.get(partition));
            for (int i = 0; i < Math.min(rows.size(), others.size()); i++) {
                assertThat(others.get(i)).as("row %d", i).isEqualTo(rows.get(i));
            }
            assertThat(others).hasSameSizeAs(rows);
            compareMetrics(file, found.get(partition));
        });
    }

    static void compare(Checksums expected, Checksums actual) {
        assertThat(text(actual)).isEqualTo(text(expected));
    }

    private static Map<String, Object> text(Checksums checksums) {
        Map<String, Object> text = new LinkedHashMap<>();
        checksums.lines().forEach((path, lines) -> text.put(path,
                List.of(lines.lines(), lines.line(), lines.rest())));
        checksums.rows().forEach((group, rows) -> text.put("group " + group, List.of(rows.rows(), rows.byColumn())));
        text.put("sample", List.of(checksums.sample().rows(), checksums.sample().byColumn()));
        text.put("rejects", checksums.rejects().hex());
        text.put("rejected", checksums.lineSample());
        return text;
    }

    private static void compareMetrics(DataFile expected, DataFile actual) {
        assertThat(actual.recordCount()).isEqualTo(expected.recordCount());
        assertThat(actual.valueCounts()).isEqualTo(expected.valueCounts());
        assertThat(actual.nullValueCounts()).isEqualTo(expected.nullValueCounts());
        assertThat(actual.nanValueCounts()).isEqualTo(expected.nanValueCounts());
        assertThat(actual.lowerBounds()).isEqualTo(expected.lowerBounds());
        assertThat(actual.upperBounds()).isEqualTo(expected.upperBounds());
        assertThat(actual.columnSizes().keySet()).isEqualTo(expected.columnSizes().keySet());
    }

    static Map<String, DataFile> byPartition(List<DataFile> files) {
        Map<String, DataFile> partitions = new LinkedHashMap<>();
        files.forEach(file -> assertThat(partitions.put(file.partition().toString(), file)).isNull());
        return new TreeMap<>(partitions);
    }

    static List<Record> read(Table table, DataFile file) {
        List<Record> records = new ArrayList<>();
        try (CloseableIterable<Record> all = Parquet.read(table.io().newInputFile(file.location()))
                .project(table.schema())
                .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type)).build()) {
            all.forEach(records::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(file.fileSizeInBytes()).isEqualTo(table.io().newInputFile(file.location()).getLength());
        return records;
    }

    @Override
    public void close() throws IOException {
        catalog.close();
    }
}
