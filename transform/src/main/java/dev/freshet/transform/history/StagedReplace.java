package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.ConcurrentRunException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The replace of one landing partition in one table. It is committed as a snapshot beside the current one, so that it
 * can be looked at, and then becomes the current one by a fast-forward: that fails if anything was committed meanwhile,
 * so of two runs only one gets there.
 */
final class StagedReplace {
    /** In the summary of each snapshot that a run of the batch made: the landing partition. */
    private static final String LANDED_ON = "freshet.landed-on";
    private static final String STAGED = "freshet.staged";
    private static final int ATTEMPTS = 5;

    private final Table table;
    private final LandingPartition partition;
    private final List<DataFile> files;
    private Long base;
    private long snapshot;

    /** @param base the snapshot that was the current one when the run began; null if there was none */
    private StagedReplace(Table table, LandingPartition partition, List<DataFile> files, Long base) {
        this.table = table;
        this.partition = partition;
        this.files = files;
        this.base = base;
    }

    /** @throws ConcurrentRunException if another run has committed since {@code base} */
    static StagedReplace stage(Table table, LandingPartition partition, List<DataFile> files, Long base) {
        StagedReplace staged = new StagedReplace(table, partition, files, base);
        staged.stage();
        return staged;
    }

    long snapshot() {
        return snapshot;
    }

    private void stage() {
        Snapshot staged = commit();
        while (!Objects.equals(staged.parentId(), base)) {
            rebase();
            staged = commit();
        }
        snapshot = staged.snapshotId();
    }

    private Snapshot commit() {
        String mark = UUID.randomUUID().toString();
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(Expressions.equal(IcebergTypes.LANDED_ON, IcebergTypes.literal(partition)));
        if (!files.isEmpty()) { // Iceberg refuses to validate a partition without any
            overwrite.validateAddedFilesMatchOverwriteFilter();
        }
        files.forEach(overwrite::addFile);
        overwrite.set(LANDED_ON, partition.toString()).set(STAGED, mark).stageOnly().commit();
        table.refresh();
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .filter(s -> mark.equals(s.summary().get(STAGED))).findFirst().orElseThrow();
    }

    /**
     * Makes the staged snapshot the current one. What maintenance has committed meanwhile is no obstacle: the same
     * files are then staged on top of it.
     *
     * @param properties of the table, set in the same commit
     * @throws ConcurrentRunException if another run has committed meanwhile
     */
    void publish(Map<String, String> properties) {
        for (int attempt = 1;; attempt++) {
            try {
                Transaction transaction = table.newTransaction();
                transaction.manageSnapshots().cherrypick(snapshot).commit();
                if (!properties.isEmpty()) {
                    var update = transaction.updateProperties();
                    properties.forEach(update::set);
                    update.commit();
                }
                transaction.commitTransaction();
                return;
            } catch (ValidationException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                rebase();
                stage();
            }
        }
    }

    /** Goes on from the current snapshot, if only maintenance has committed since. */
    private void rebase() {
        table.refresh();
        for (Snapshot each : SnapshotUtil.currentAncestors(table)) {
            if (base != null && each.snapshotId() == base) {
                break;
            }
            if (each.summary().containsKey(LANDED_ON)) {
                throw new ConcurrentRunException(table.name(),
                        "committed landing day " + each.summary().get(LANDED_ON));
            }
        }
        base = table.currentSnapshot() == null ? null : Long.valueOf(table.currentSnapshot().snapshotId());
    }
}
