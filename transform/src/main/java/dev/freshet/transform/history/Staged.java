package dev.freshet.transform.history;

import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Written;

/**
 * An ingest unit staged in snapshots of history and quarantine that no reader sees yet.
 *
 * @param written what is staged
 */
public record Staged(Written written, StagedReplace rows, StagedReplace rejects) {
    public IngestUnit unit() {
        return written.unit();
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
