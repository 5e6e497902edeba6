package dev.freshet.transform.engine;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.columns.Columns;
import dev.freshet.transform.columns.Node;
import dev.freshet.transform.columns.NumberLeaf;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.RawLines;
import dev.freshet.transform.scan.LineReader;
import java.util.BitSet;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.data.Record;

/** Reads lines into columns. */
final class ColumnWriter implements LineWriter {
    private final TableColumns table;
    private final Columns columns;
    private final LineReader reader;
    private final List<Node> nodes;
    private final NumberLeaf landedOn;
    private final NumberLeaf files;
    private final Object landed;
    private final Checksums checksums;
    private final BitSet sampled = new BitSet();
    /** The rows since the last flush that are not yet in the checksums. Those taken over from history follow them. */
    private int read;

    ColumnWriter(ColumnEngine engine, IngestUnit unit, Checksums checksums, TableColumns table) {
        this.table = table;
        this.columns = table.columns();
        this.reader = new LineReader(engine.spec(), unit.landed(), columns, engine.numbers());
        this.nodes = engine.spec().columns().stream().map(column -> columns.column(column.historyName())).toList();
        this.landedOn = (NumberLeaf) columns.column(LandingPartition.COLUMN);
        this.files = (NumberLeaf) columns.column(DatasetSpec.FILE_COLUMN);
        this.landed = IcebergRows.landedOn(unit);
        this.checksums = checksums;
    }

    @Override
    public LineMapper.Result write(RawLines line, String path, long file) {
        LineMapper.Result result = reader.read(line, path);
        if (result instanceof LineMapper.Result.Row) {
            int row = columns.rows();
            landedOn.setObject(row, landed);
            landedOn.define(row);
            files.set(row, file);
            sampled.set(row, checksums.isSampled(line.hash()));
            read = row + 1;
            columns.endRow();
            if (table.isFullAfter(line.end() - line.start())) {
                flush();
            }
        }
        return result;
    }

    @Override
    public long slowLines() {
        return reader.mapped();
    }

    @Override
    public void add(Record row) {
        columns.write(row);
        columns.endRow();
        if (table.isFullAfter(TableColumns.RECORD_BYTES)) {
            flush();
        }
    }

    @Override
    public void endReading() {
        checksums.addRows(nodes, read, files, sampled);
        read = 0;
    }

    @Override
    public void flush() {
        endReading();
        table.flush();
    }

    @Override
    public List<DataFile> files() {
        return table.files();
    }
}
