package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.json.LineRule;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.transform.BatchProgress;
import dev.freshet.transform.Step;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.raw.LandingZone;
import dev.freshet.transform.raw.RawFile;
import dev.freshet.transform.raw.RawLines;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/**
 * Writes one landing partition's raw files as Parquet: rows for history, rejects for the quarantine. Commits nothing.
 */
final class PartitionWriter {
    /** Rows are sorted and written when this many characters of raw lines have been read: about a gigabyte of heap. */
    private static final long CHARACTERS_PER_FILE = 128L << 20;

    private final LandingPartition partition;
    private final Object landedOn;
    private final LineMapper mapper;
    private final RowBuffer rows;
    private final RowBuffer rejects;
    private final List<Inputs.Input> inputs = new ArrayList<>();
    private final Schema rejectsSchema;
    private long characters;

    PartitionWriter(DatasetSpec spec, LandingPartition partition, Table history, Table historyRejects) {
        this.partition = partition;
        this.landedOn = IcebergTypes.landedOn(partition);
        this.mapper = new LineMapper(spec, history.schema().asStruct(), partition);
        this.rows = new RowBuffer(history);
        this.rejects = new RowBuffer(historyRejects);
        this.rejectsSchema = historyRejects.schema();
    }

    Written write(LandingZone landing, List<RawFile> files, BatchProgress progress) {
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
        rows.flush();
        rejects.flush();
        return new Written(partition, rows.files(), rejects.files(), new Inputs(inputs));
    }

    private Inputs.Input read(RawFile file, RawLines lines) {
        long rowCount = 0;
        long rejectCount = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            switch (mapper.map(line)) {
                case LineMapper.Result.Row row -> {
                    row.record().setField(IcebergTypes.LANDED_ON, landedOn);
                    rows.add(row.record());
                    rowCount++;
                }
                case LineMapper.Result.Reject reject -> {
                    rejects.add(reject(file, line, reject.reason()));
                    rejectCount++;
                }
                case LineMapper.Result.Blank ignored -> {
                }
            }
            characters += line.length();
            if (characters >= CHARACTERS_PER_FILE) {
                rows.flush();
                rejects.flush();
                characters = 0;
            }
        }
        return new Inputs.Input(file.path(), file.bytes(), file.modified().toEpochMilli(), rowCount, rejectCount);
    }

    private Record reject(RawFile file, String line, String reason) {
        GenericRecord reject = GenericRecord.create(rejectsSchema);
        reject.setField(IcebergTypes.LANDED_ON, landedOn);
        reject.setField("file", file.path());
        reject.setField("line", start(line));
        reject.setField("reason", reason);
        return reject;
    }

    /** What the quarantine keeps of a line: of what Trino parts by a separator, two parts. */
    private static String start(String whole) {
        int separator = whole.indexOf(RawLines.SEPARATOR, whole.indexOf(RawLines.SEPARATOR) + 1);
        String line = separator < 0 ? whole : whole.substring(0, separator);
        return line.codePointCount(0, line.length()) <= LineRule.LINE_CHARACTERS ? line
                : line.substring(0, line.offsetByCodePoints(0, LineRule.LINE_CHARACTERS));
    }
}
