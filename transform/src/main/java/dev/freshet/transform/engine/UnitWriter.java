package dev.freshet.transform.engine;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.LineRule;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Writes one ingest unit's raw files as Parquet: rows for history, rejects for the quarantine. */
final class UnitWriter {
    /** Rows are sorted and written when this many characters of raw lines have been read: about a gigabyte of heap. */
    private static final long CHARACTERS_PER_FILE = 128L << 20;

    /** An estimate, as rows taken over from history have no raw lines. */
    private static final long CHARACTERS_PER_KEPT_ROW = 200;

    private final RowEngine engine;
    private final IngestUnit unit;
    private final LineMapper mapper;
    private final IcebergRows icebergRows;
    private final RowBuffer rows;
    private final RowBuffer rejects;
    private final List<Inputs.Input> inputs = new ArrayList<>();
    private final Map<String, Long> reasons = new HashMap<>();
    private final Checksums checksums;
    private long characters;

    UnitWriter(RowEngine engine, IngestUnit unit) {
        this.engine = engine;
        this.unit = unit;
        this.mapper = new LineMapper(engine.spec(), unit.landed());
        this.icebergRows = new IcebergRows(engine.spec(), engine.rows().schema().asStruct(), unit);
        this.rows = new RowBuffer(engine.rows());
        this.rejects = new RowBuffer(engine.rejects());
        this.checksums = new Checksums(engine.spec());
    }

    Written write(List<RawFile> files, SortedMap<String, String> setAside, List<Kept> kept) {
        long total = files.stream().mapToLong(RawFile::bytes).sum();
        long bytes = 0;
        for (RawFile file : files) {
            announce(bytes, total);
            String reason = setAside.get(file.path());
            inputs.add(reason == null ? read(file) : reject(file, reason));
            bytes += file.bytes();
        }
        announce(bytes, total);
        kept.forEach(this::keep);
        rows.flush();
        rejects.flush();
        return new Written(unit, rows.files(), rejects.files(), new Inputs(inputs), kept, reasons, checksums);
    }

    private void announce(long bytes, long total) {
        engine.progress().at(Step.WRITE, Step.WRITE.label() + " " + unit, bytes, total);
    }

    /** @throws LakehouseException if history lacks the rows and rejects that the ledger records */
    private void keep(Kept kept) {
        Map<Long, Long> keptRows = keep(engine.rows(), kept.rowsSnapshot(), kept.ids(), rows);
        Map<Long, Long> keptRejects = keep(engine.rejects(), kept.rejectsSnapshot(), kept.ids(), rejects);
        for (Inputs.Input file : kept.files()) {
            long rowCount = keptRows.getOrDefault(file.id(), 0L);
            long rejectCount = keptRejects.getOrDefault(file.id(), 0L);
            if (rowCount != file.rows() || rejectCount != file.rejects()) {
                throw new LakehouseException(
                        "Cannot keep the rows of %s, which is gone: history has %d rows and %d rejects, but the ledger records %d and %d"
                                .formatted(file.path(), rowCount, rejectCount, file.rows(), file.rejects()));
            }
            inputs.add(file);
        }
    }

    /** Returns the number of rows taken over, by file. */
    private Map<Long, Long> keep(Table table, Long snapshot, Set<Long> ids, RowBuffer buffer) {
        Map<Long, Long> counts = new HashMap<>();
        if (snapshot == null) {
            return counts;
        }
        try (CloseableIterable<Record> all = IcebergGenerics.read(table).useSnapshot(snapshot).project(table.schema())
                .where(Written.filter(unit)).build()) {
            for (Record row : all) {
                Long id = (Long) row.getField(DatasetSpec.FILE_COLUMN);
                if (id != null && ids.contains(id)) {
                    buffer.add(row);
                    counts.merge(id, 1L, Long::sum);
                    flushAfter(CHARACTERS_PER_KEPT_ROW);
                }
            }
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read %s: %s".formatted(table.name(), e.getMessage()), e);
        }
    }

    private void flushAfter(long read) {
        characters += read;
        if (characters >= CHARACTERS_PER_FILE) {
            rows.flush();
            rejects.flush();
            characters = 0;
        }
    }

    private Inputs.Input read(RawFile file) {
        try (RawLines lines = engine.landing().open(file)) {
            return read(file, lines);
        }
    }

    /** Rejects a whole file. */
    private Inputs.Input reject(RawFile file, String reason) {
        Inputs.Input input = Inputs.Input.of(file, 0, 1);
        rejects.add(reject(file, input.id(), "", reason));
        checksums.addReject(file.path(), reason);
        return input;
    }

    private Inputs.Input read(RawFile file, RawLines lines) {
        Long id = Inputs.Input.of(file, 0, 0).id();
        long rowCount = 0;
        long rejectCount = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            switch (mapper.map(line, file.path())) {
                case LineMapper.Result.Row row -> {
                    rows.add(icebergRows.row(row.values(), id));
                    checksums.addRow(id, lines.hash(), row.values());
                    rowCount++;
                }
                case LineMapper.Result.Reject reject -> {
                    rejects.add(reject(file, id, line, reject.reason()));
                    checksums.addReject(file.path(), reject.reason(), lines.hash());
                    rejectCount++;
                }
                case LineMapper.Result.Blank ignored -> {
                }
            }
            flushAfter(line.length());
        }
        checksums.addFile(file.path(), lines.checksum());
        return Inputs.Input.of(file, rowCount, rejectCount);
    }

    private Record reject(RawFile file, Long id, String line, String reason) {
        reasons.merge(reason, 1L, Long::sum);
        GenericRecord reject = GenericRecord.create(engine.rejects().schema());
        reject.setField(LandingPartition.COLUMN, IcebergRows.landedOn(unit));
        reject.setField(DatasetSpec.FILE_COLUMN, id);
        reject.setField("file", file.path());
        reject.setField("line", start(line));
        reject.setField("reason", reason);
        return reject;
    }

    /** What the quarantine keeps of a line: the two columns that Trino reads, truncated. */
    private static String start(String whole) {
        int separator = whole.indexOf(RawLines.SEPARATOR, whole.indexOf(RawLines.SEPARATOR) + 1);
        String line = separator < 0 ? whole : whole.substring(0, separator);
        return line.codePointCount(0, line.length()) <= LineRule.LINE_CHARACTERS ? line
                : line.substring(0, line.offsetByCodePoints(0, LineRule.LINE_CHARACTERS));
    }
}
