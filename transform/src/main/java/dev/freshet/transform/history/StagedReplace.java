package dev.freshet.transform.history;

import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.engine.Written;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Replaces one ingest unit in one table, or adds one of some files. First commits to a branch, where no reader sees the
 * change and it can be reconciled. Then moves the main branch there in one commit, which fails if the main branch has
 * moved meanwhile: only one of two concurrent runs succeeds with the same unit.
 */
final class StagedReplace {
    /** Key in the summary of each snapshot of the batch; the value is the landing partition. */
    static final String LANDED_ON = "freshet.landed-on";
    /** Summary of the snapshot that an erasure commits, so that no run continues from what was there before. */
    static final Map<String, String> ERASURE = Map.of(LANDED_ON, "after an erasure");
    private static final String STAGED = "freshet.staged";

    private final Table table;
    private final IngestUnit unit;
    private final List<DataFile> files;
    private final Lease lease;
    private final boolean isAlone;
    private final Long first;
    private Long base;
    private String branch;
    private long snapshot;
    private boolean published;

    /** @param base the current snapshot when the run began; null if there was none */
    private StagedReplace(Table table, IngestUnit unit, List<DataFile> files, Long base, Lease lease,
            boolean isAlone) {
        this.table = table;
        this.unit = unit;
        this.files = files;
        this.first = base;
        this.base = base;
        this.lease = lease;
        this.isAlone = isAlone;
    }

    /**
     * @param isAlone whether a commit of any other unit stops this one, too
     * @throws ConcurrentRunException if another run has committed since {@code base}
     */
    static StagedReplace stage(Table table, IngestUnit unit, List<DataFile> files, Long base, Lease lease,
            boolean isAlone) {
        StagedReplace staged = new StagedReplace(table, unit, files, base, lease, isAlone);
        staged.stage();
        return staged;
    }

    long snapshot() {
        return snapshot;
    }

    /** Stages the files on top of the current snapshot, unless they are published. */
    void stage() {
        if (published) {
            return;
        }
        for (int attempt = 1;; attempt++) {
            table.refresh();
            if (!Objects.equals(current(), base)) {
                rebase();
            }
            try {
                snapshot = commit().snapshotId();
                return;
            } catch (CommitFailedException e) { // another commit came first
                if (attempt == TableCommit.ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Snapshot commit() {
        String mark = UUID.randomUUID().toString();
        branch = lease.nextBranch();
        Transaction staging = table.newTransaction();
        if (base != null) { // or the snapshot's totals would begin at 0
            staging.manageSnapshots().createBranch(branch, base).commit();
        }
        OverwriteFiles overwrite = staging.newOverwrite();
        if (unit.replaces()) {
            overwrite.overwriteByRowFilter(Written.filter(unit));
            if (!files.isEmpty()) { // Iceberg cannot validate a commit without files
                overwrite.validateAddedFilesMatchOverwriteFilter();
            }
        }
        files.forEach(overwrite::addFile);
        overwrite.set(LANDED_ON, unit.toString()).set(STAGED, mark).toBranch(branch).commit();
        staging.commitTransaction();
        table.refresh();
        Snapshot staged = StreamSupport.stream(table.snapshots().spliterator(), false)
                .filter(s -> mark.equals(s.summary().get(STAGED))).findFirst().orElse(null);
        requireUnseen(staged);
        return staged;
    }

    /** Some catalogs do not support branches: they lose what is staged, or show it to readers at once. */
    private void requireUnseen(Snapshot staged) {
        boolean visible = staged != null && table.currentSnapshot() != null
                && table.currentSnapshot().snapshotId() == staged.snapshotId();
        if (visible) {
            TableCommit.commit(table, (current, next) -> {
                if (Objects.equals(TableCommit.current(current), staged.snapshotId())) {
                    if (staged.parentId() == null) {
                        TableCommit.removeBranch(current, next, SnapshotRef.MAIN_BRANCH);
                    } else {
                        next.setBranchSnapshot(staged.parentId(), SnapshotRef.MAIN_BRANCH);
                    }
                }
            });
        }
        if (visible || staged == null || !table.refs().containsKey(branch)) {
            throw new LakehouseException(
                    "Cannot stage landing day %s in %s: its catalog %s (the batch needs a catalog that supports branches)"
                            .formatted(unit, table.name(), visible ? "shows a branch to readers at once"
                                    : "does not keep the branch"));
        }
    }

    /**
     * Makes the staged snapshot the current one.
     *
     * @param also applied in the same commit
     * @return false if maintenance or another unit was committed meanwhile; then stage and reconcile again
     * @throws ConcurrentRunException if another run has committed the unit meanwhile, or maintenance has ended this
     *         run's lease
     */
    boolean publish(TableCommit.Change also) {
        if (published) {
            return true;
        }
        boolean[] moved = new boolean[1];
        TableCommit.commit(table, (current, next) -> {
            moved[0] = false;
            if (TableCommit.isInMain(current, snapshot)) {
                return; // by this run: the catalog's reply was lost
            }
            lease.require(current, table.name());
            if (!Objects.equals(TableCommit.current(current), base)) {
                moved[0] = true;
                return;
            }
            next.setBranchSnapshot(snapshot, SnapshotRef.MAIN_BRANCH);
            TableCommit.removeBranch(current, next, branch);
            also.apply(current, next);
        });
        if (moved[0]) {
            rebase();
            return false;
        }
        published = true;
        return true;
    }

    /** Continues from the current snapshot, if only maintenance and other units were committed since. */
    private void rebase() {
        table.refresh();
        for (Snapshot each : SnapshotUtil.currentAncestors(table)) {
            if (first != null && each.snapshotId() == first) {
                break;
            }
            String committed = each.summary().get(LANDED_ON);
            if (committed != null && (isAlone || committed.equals(unit.toString()))) {
                throw new ConcurrentRunException(table.name(), "committed landing day " + committed);
            }
        }
        TableCommit.commit(table, (current, next) -> {
            if (current.ref(branch) != null) {
                Lease.discard(current, next, branch);
            }
        });
        base = current();
    }

    private Long current() {
        return table.currentSnapshot() == null ? null : Long.valueOf(table.currentSnapshot().snapshotId());
    }
}
