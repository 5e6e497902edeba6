package dev.freshet.transform.engine;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.LineRule;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.history.IcebergTypes;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Writes one landing partition's raw files as Parquet: rows for history, rejects for the quarantine. Commits nothing.
 */
public final class PartitionWriter {
    /** Rows are sorted and written when this many characters of raw lines have been read: about a gigabyte of heap. */
    private static final long CHARACTERS_PER_FILE = 128L << 20;

    /** An estimate, as rows taken over from history have no raw lines. */
    private static final long CHARACTERS_PER_KEPT_ROW = 200;

    private final Table history;
    private final Table historyRejects;
    private final LandingPartition partition;
    private final Object landedOn;
    private final LineMapper mapper;
    private final RowBuffer rows;
    private final RowBuffer rejects;
    private final List<Inputs.Input> inputs = new ArrayList<>();
    private final Schema rejectsSchema;
    private long characters;

    public PartitionWriter(DatasetSpec spec, LandingPartition partition, Table history, Table historyRejects) {
        this.history = history;
        this.historyRejects = historyRejects;
        this.partition = partition;
        this.landedOn = IcebergTypes.landedOn(partition);
        this.mapper = new LineMapper(spec, history.schema().asStruct(), partition);
        this.rows = new RowBuffer(history);
        this.rejects = new RowBuffer(historyRejects);
        this.rejectsSchema = historyRejects.schema();
    }

    /** @param kept rows and rejects to take over from history */
    public Written write(LandingZone landing, List<RawFile> files, List<Kept> kept, BatchProgress progress) {
        long total = files.stream().mapToLong(RawFile::bytes).sum();
        long bytes = 0;
        for (RawFile file : files) {
            progress.at(Step.WRITE, Step.WRITE.label() + " " + partition, bytes, total);
            try (RawLines lines = landing.open(file)) {
                inputs.add(read(file, lines));
            }
            bytes += file.bytes();
        }
        progress.at(Step.WRITE, Step.WRITE.label() + " " + partition, bytes, total);
        kept.forEach(this::keep);
        rows.flush();
        rejects.flush();
        return new Written(partition, rows.files(), rejects.files(), new Inputs(inputs), kept);
    }

    /** @throws LakehouseException if history does not hold the rows and rejects that the ledger states */
    private void keep(Kept kept) {
        Map<Long, Long> keptRows = keep(history, kept.rowsSnapshot(), kept.ids(), rows);
        Map<Long, Long> keptRejects = keep(historyRejects, kept.rejectsSnapshot(), kept.ids(), rejects);
        for (Inputs.Input file : kept.files()) {
            long rowCount = keptRows.getOrDefault(file.id(), 0L);
            long rejectCount = keptRejects.getOrDefault(file.id(), 0L);
            if (rowCount != file.rows() || rejectCount != file.rejects()) {
                throw new LakehouseException(
                        "Cannot keep what history has of %s, which is gone: it has %d rows and %d rejects, and should have %d and %d"
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
                .where(Expressions.equal(IcebergTypes.LANDED_ON, IcebergTypes.literal(partition))).build()) {
            for (Record row : all) {
                Long id = (Long) row.getField(IcebergTypes.FILE);
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

    private Inputs.Input read(RawFile file, RawLines lines) {
        Long id = Inputs.Input.of(file, 0, 0).id();
        long rowCount = 0;
        long rejectCount = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            switch (mapper.map(line)) {
                case LineMapper.Result.Row row -> {
                    row.fields().setField(IcebergTypes.LANDED_ON, landedOn);
                    row.fields().setField(IcebergTypes.FILE, id);
                    rows.add(row.fields());
                    rowCount++;
                }
                case LineMapper.Result.Reject reject -> {
                    rejects.add(reject(file, id, line, reject.reason()));
                    rejectCount++;
                }
                case LineMapper.Result.Blank ignored -> {
                }
            }
            flushAfter(line.length());
        }
        return Inputs.Input.of(file, rowCount, rejectCount);
    }

    private Record reject(RawFile file, Long id, String line, String reason) {
        GenericRecord reject = GenericRecord.create(rejectsSchema);
        reject.setField(IcebergTypes.LANDED_ON, landedOn);
        reject.setField(IcebergTypes.FILE, id);
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
