package dev.freshet.transform.engine;

import dev.freshet.spec.sql.IngestUnit;
import java.util.ArrayList;
import java.util.List;

/** The threads of an ingest unit, each of which reads lines into columns of its own. */
final class ColumnWriters implements RowWriters {
    private final ColumnEngine engine;
    private final IngestUnit unit;
    private final List<TableColumns> tables = new ArrayList<>();

    ColumnWriters(ColumnEngine engine, IngestUnit unit) {
        this.engine = engine;
        this.unit = unit;
    }

    @Override
    public LineWriter add(Checksums checksums) {
        TableColumns table = new TableColumns(engine.rows(), engine.profile(), engine.resources().columnBytes());
        tables.add(table);
        return new ColumnWriter(engine, unit, checksums, table);
    }

    @Override
    public void sortTogether() {
        TableColumns.sortTogether(tables);
    }
}
