package dev.freshet.transform.engine;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.LineRule;
import dev.freshet.spec.sql.Condition;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.FileRange;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** What one thread writes of an ingest unit: rows for history, rejects for the quarantine. Not thread-safe. */
final class UnitPart {
    private static final long REPORT_BYTES = 4 << 20;

    /** Receives how much was read. */
    interface Progress {
        void read(long bytes, long rows, long rejects);
    }

    private final UnitEngine engine;
    private final IngestUnit unit;
    private final Checksums checksums;
    private final LineWriter rows;
    private final TableWriter rejects;
    private final Map<String, Long> reasons = new HashMap<>();

    UnitPart(UnitEngine engine, IngestUnit unit, RowWriters writers, Checksums checksums) {
        this.engine = engine;
        this.unit = unit;
        this.checksums = checksums;
        this.rows = writers.add(checksums);
        this.rejects = engine.rejectWriter();
    }

    /**
     * Returns the raw file with the numbers of rows and rejects in this range of it.
     *
     * @param progress receives what was read since it was last called
     */
    Inputs.Input read(FileRange range, Progress progress) {
        try (RawLines lines = engine.landing().open(range)) {
            return read(range.file(), lines, progress);
        }
    }

    private Inputs.Input read(RawFile file, RawLines lines, Progress progress) {
        long reported = 0;
        long reportedRows = 0;
        long reportedRejects = 0;
        long id = Inputs.Input.of(file, 0, 0).id();
        long rowCount = 0;
        long rejectCount = 0;
        while (lines.advance()) {
            switch (rows.write(lines, file.path(), id)) {
                case LineMapper.Result.Row row -> rowCount++;
                case LineMapper.Result.Reject reject -> {
                    reject(file, id, lines.text(), reject.reason());
                    checksums.addReject(file.path(), reject.reason(), lines.hash());
                    rejectCount++;
                }
                case LineMapper.Result.Blank blank -> {
                }
            }
            if (lines.storedBytes() - reported >= REPORT_BYTES) {
                progress.read(lines.storedBytes() - reported, rowCount - reportedRows, rejectCount - reportedRejects);
                reported = lines.storedBytes();
                reportedRows = rowCount;
                reportedRejects = rejectCount;
            }
        }
        progress.read(lines.storedBytes() - reported, rowCount - reportedRows, rejectCount - reportedRejects);
        checksums.addFile(file.path(), lines.checksum());
        return Inputs.Input.of(file, rowCount, rejectCount);
    }

    /** Rejects a whole file. */
    Inputs.Input reject(RawFile file, String reason) {
        Inputs.Input input = Inputs.Input.of(file, 0, 1);
        reject(file, input.id(), "", reason);
        checksums.addReject(file.path(), reason);
        return input;
    }

    private void reject(RawFile file, long id, String line, String reason) {
        reasons.merge(reason, 1L, Long::sum);
        GenericRecord reject = GenericRecord.create(engine.rejects().schema());
        reject.setField(LandingPartition.COLUMN, IcebergRows.landedOn(unit));
        reject.setField(DatasetSpec.FILE_COLUMN, id);
        reject.setField("file", file.path());
        reject.setField("line", start(line));
        reject.setField("reason", reason);
        rejects.add(reject);
    }

    /** What the quarantine keeps of a line: the two columns that Trino reads, truncated. */
    private static String start(String whole) {
        int separator = whole.indexOf(RawLines.SEPARATOR, whole.indexOf(RawLines.SEPARATOR) + 1);
        String line = separator < 0 ? whole : whole.substring(0, separator);
        return line.codePointCount(0, line.length()) <= LineRule.LINE_CHARACTERS ? line
                : line.substring(0, line.offsetByCodePoints(0, LineRule.LINE_CHARACTERS));
    }

    /**
     * Takes over rows and rejects from history, after all raw files.
     *
     * @throws LakehouseException if history lacks the rows and rejects that the ledger records
     */
    List<Inputs.Input> keep(Kept kept) {
        Taken ofRows = take(engine.rows(), kept.rowsSnapshot(), kept,
                (row, erased) -> erased.selects(row::getField), rows);
        Taken ofRejects = take(engine.rejects(), kept.rejectsSnapshot(), kept,
                (reject, erased) -> erased.isNamedIn((String) reject.getField("line")), rejects);
        return kept.files().stream().map(file -> {
            long rowCount = ofRows.all(file);
            long rejectCount = ofRejects.all(file);
            // a killed erasure has committed rejects without the rows and the ledger
            boolean isLess = kept.erased().isPresent() && rejectCount < file.rejects();
            if (rowCount != file.rows() || rejectCount != file.rejects() && !isLess) {
                throw new LakehouseException(
                        "Cannot keep the rows of %s, which is gone: history has %d rows and %d rejects, but the ledger records %d and %d"
                                .formatted(file.path(), rowCount, rejectCount, file.rows(), file.rejects()));
            }
            return file.with(ofRows.kept(file), ofRejects.kept(file));
        }).toList();
    }

    /** How many rows were taken over from history, and how many erased, by file. */
    private record Taken(Map<Long, Long> kept, Map<Long, Long> erased) {
        long kept(Inputs.Input file) {
            return kept.getOrDefault(file.id(), 0L);
        }

        long all(Inputs.Input file) {
            return kept(file) + erased.getOrDefault(file.id(), 0L);
        }
    }

    private Taken take(Table table, Long snapshot, Kept kept, BiPredicate<Record, Condition> isErased,
            TableWriter writer) {
        Taken taken = new Taken(new HashMap<>(), new HashMap<>());
        if (snapshot == null) {
            return taken;
        }
        Set<Long> ids = kept.ids();
        try (CloseableIterable<Record> all = IcebergGenerics.read(table).useSnapshot(snapshot).project(table.schema())
                .where(Written.filter(unit)).build()) {
            for (Record row : all) {
                Long id = (Long) row.getField(DatasetSpec.FILE_COLUMN);
                if (id == null || !ids.contains(id)) {
                    continue;
                }
                if (kept.erased().filter(erased -> isErased.test(row, erased)).isPresent()) {
                    taken.erased.merge(id, 1L, Long::sum);
                } else {
                    writer.add(row);
                    taken.kept.merge(id, 1L, Long::sum);
                }
            }
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read %s: %s".formatted(table.name(), e.getMessage()), e);
        }
    }

    void endReading() {
        rows.endReading();
    }

    void flush() {
        rows.flush();
        rejects.flush();
    }

    List<DataFile> rowFiles() {
        return rows.files();
    }

    List<DataFile> rejectFiles() {
        return rejects.files();
    }

    long slowLines() {
        return rows.slowLines();
    }

    Checksums checksums() {
        return checksums;
    }

    Map<String, Long> reasons() {
        return reasons;
    }
}
