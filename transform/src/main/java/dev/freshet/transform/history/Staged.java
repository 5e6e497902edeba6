package dev.freshet.transform.history;

import dev.freshet.core.Names;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.spec.sql.Stored;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Written;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * An ingest unit staged in snapshots that no reader sees yet: of history and its quarantine, or of the hot table and
 * its own.
 *
 * @param written what is staged
 * @param isHot whether it is staged in the hot table
 */
public record Staged(Written written, StagedReplace rows, StagedReplace rejects, boolean isHot) {
    public IngestUnit unit() {
        return written.unit();
    }

    /** Where the comparison with the raw files finds it. */
    public Stored stored(Names names) {
        return isHot ? Stored.inHot(names, unit(), locations(written.rows()), locations(written.rejects()))
                : Stored.inHistory(names, unit());
    }

    private static List<String> locations(List<DataFile> files) {
        return files.stream().map(DataFile::location).toList();
    }

    public Inputs inputs() {
        return written.inputs();
    }

    public long rowsSnapshot() {
        return rows.snapshot();
    }

    public long rejectsSnapshot() {
        return rejects.snapshot();
    }
}
