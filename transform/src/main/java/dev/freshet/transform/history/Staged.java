package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;

/**
 * A landing partition in snapshots of history and quarantine that no reader sees yet.
 *
 * @param inputs what it was made of
 */
public record Staged(LandingPartition landed, Inputs inputs, StagedReplace rows, StagedReplace rejects) {
    public long rowsSnapshot() {
        return rows.snapshot();
    }

    public long rejectsSnapshot() {
        return rejects.snapshot();
    }
}
