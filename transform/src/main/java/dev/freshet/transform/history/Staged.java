package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;

/**
 * A landing partition staged in snapshots of history and quarantine that no reader sees yet.
 *
 * @param written what is staged
 */
public record Staged(Written written, StagedReplace rows, StagedReplace rejects) {
    public LandingPartition landed() {
        return written.landed();
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
