package dev.freshet.transform.engine;

import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.RawLines;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.data.Record;

/** Makes a record of each row. */
final class RecordWriter implements LineWriter {
    private final LineMapper mapper;
    private final IcebergRows records;
    private final RowBuffer buffer;
    private final Checksums checksums;

    RecordWriter(RowEngine engine, IngestUnit unit, Checksums checksums) {
        this.mapper = new LineMapper(engine.spec(), unit.landed(), engine.numbers());
        this.records = new IcebergRows(engine.spec(), engine.rows().schema().asStruct(), unit);
        this.buffer = new RowBuffer(engine.rows());
        this.checksums = checksums;
    }

    @Override
    public LineMapper.Result write(RawLines line, String path, long file) {
        String text = line.text();
        LineMapper.Result result = mapper.map(text, path);
        if (result instanceof LineMapper.Result.Row row) {
            buffer.add(records.row(row.values(), file), text.length());
            checksums.addRow(file, line.hash(), row.values());
        }
        return result;
    }

    @Override
    public void add(Record row) {
        buffer.add(row);
    }

    @Override
    public void flush() {
        buffer.flush();
    }

    @Override
    public List<DataFile> files() {
        return buffer.files();
    }
}
