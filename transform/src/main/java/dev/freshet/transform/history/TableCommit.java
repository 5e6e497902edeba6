package dev.freshet.transform.history;

import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * One atomic change of a table's metadata, by compare-and-swap. If another commit came first, or the catalog's reply
 * was lost, applies the change again to the new metadata.
 */
final class TableCommit {
    static final int ATTEMPTS = 8;

    private TableCommit() {}

    /** Must detect whether it has already been applied. May throw to abort the commit. */
    interface Change {
        void apply(TableMetadata current, TableMetadata.Builder next);
    }

    static void commit(Table table, Change change) {
        TableOperations operations = ((HasTableOperations) table).operations();
        for (int attempt = 1;; attempt++) {
            TableMetadata current = operations.refresh();
            TableMetadata.Builder builder = TableMetadata.buildFrom(current);
            change.apply(current, builder);
            TableMetadata next = builder.build();
            if (next == current || next.changes().isEmpty()) {
                return;
            }
            try {
                operations.commit(current, next);
                table.refresh();
                return;
            } catch (CommitFailedException | CommitStateUnknownException | UncheckedSQLException | RESTException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Removes a branch, unless another commit has moved or removed it meanwhile. A REST catalog only compares the
     * branches that a commit sets; it would remove one whatever it has become. So the branch is set first.
     */
    static void removeBranch(TableMetadata current, TableMetadata.Builder next, String branch) {
        SnapshotRef ref = current.ref(branch);
        next.setRef(branch, SnapshotRef.builderFrom(ref).maxRefAgeMs(ref.maxRefAgeMs() == null ? 1L : null).build())
                .removeRef(branch);
    }

    /** Whether a snapshot is or was the current one. */
    static boolean isInMain(TableMetadata table, long snapshot) {
        for (Snapshot each = table.currentSnapshot(); each != null; each = parent(table, each)) {
            if (each.snapshotId() == snapshot) {
                return true;
            }
        }
        return false;
    }

    /** The current snapshot's id; null if there is none. */
    static Long current(TableMetadata table) {
        return table.currentSnapshot() == null ? null : Long.valueOf(table.currentSnapshot().snapshotId());
    }

    static Snapshot parent(TableMetadata table, Snapshot snapshot) {
        return snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
    }
}
