package dev.freshet.transform.history;

import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.RewriteManifests;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;

/** What a table was before, which an erasure makes it forget. */
public final class OldSnapshots {
    private OldSnapshots() {}

    /**
     * Forgets every snapshot but the current one, with all that only they need: data files, and manifests with the
     * column bounds of these.
     */
    public static void forget(Table table) {
        IcebergFailure.translated(() -> {
            rewriteManifests(table, Map.of());
            forget(table, Set.of());
            return null;
        });
    }

    /** @param read other snapshots that stay */
    static void forget(Table table, Set<Long> read) {
        TableCommit.commit(table, (current, next) -> current.refs().forEach((name, ref) -> {
            if (!name.equals(SnapshotRef.MAIN_BRANCH) && !name.startsWith(Lease.BRANCH)
                    && !read.contains(ref.snapshotId())) {
                next.removeRef(name);
            }
        }));
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
    }

    /**
     * Commits a snapshot with the same data files. A manifest also tells the column bounds of files that it deletes;
     * the new ones do not.
     */
    static void rewriteManifests(Table table, Map<String, String> summary) {
        table.refresh();
        if (table.currentSnapshot() != null) {
            RewriteManifests rewrite = table.rewriteManifests().clusterBy(file -> "");
            summary.forEach(rewrite::set);
            rewrite.commit();
        }
    }

    static long count(Table table) {
        return StreamSupport.stream(table.snapshots().spliterator(), false).count();
    }
}
