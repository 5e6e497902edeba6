package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.engine.Cluster;
import dev.freshet.transform.engine.Engine;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Kept;
import dev.freshet.transform.engine.Resources;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dataset's history and its quarantine, open for a run. An ingest unit is only replaced as a whole: it is written,
 * staged out of readers' sight, and committed together with the ledger of its raw files.
 */
public final class History implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(History.class);
    /** How long dropped rows can be restored. */
    private static final Duration RESTORABLE = Duration.ofDays(30);

    private final DatasetSpec spec;
    private final Table rows;
    private final Table rejects;
    private final BatchProgress progress;
    private final boolean isHot;
    private Ledger ledger;
    private Long rowsBase;
    private Long rejectsBase;
    private Lease lease;

    /** @param isHot whether these are the hot table and its quarantine */
    History(DatasetSpec spec, Table rows, Table rejects, BatchProgress progress, boolean isHot) {
        this.spec = spec;
        this.rows = rows;
        this.rejects = rejects;
        this.progress = progress;
        this.isHot = isHot;
        this.ledger = Ledger.of(rows);
        this.rowsBase = current(rows);
        this.rejectsBase = current(rejects);
    }

    /** The landing partitions whose data files are missing. */
    public List<LandingPartition> damaged() {
        return IcebergFailure.translated(() -> MissingFiles.of(tables(), spec.landing().cadence()));
    }

    /** The ledger as of opening, or of the last commit since. */
    public Ledger ledger() {
        return ledger;
    }

    /** How the current files differ from those that a landing partition of history was made from. */
    public InputChanges changes(LandingPartition partition, List<RawFile> files) {
        return ledger.changes(partition, files);
    }

    /** The inputs of history that have the paths of these files. */
    public List<Inputs.Input> inputsOf(LandingPartition partition, List<RawFile> files) {
        return files.isEmpty() ? List.of() : ledger.inputs(partition).orElse(Inputs.NONE).of(files);
    }

    /** Keeps housekeeping from deleting files that are written from now on, until this is closed. */
    public void takeLease(Instant now) {
        if (lease == null) {
            lease = IcebergFailure.translated(() -> Lease.take(tables(), now));
        }
    }

    @Override
    public void close() {
        if (lease != null) {
            try {
                lease.release(tables());
            } catch (RuntimeException e) { // does not fail the run: housekeeping ends an old lease
                log.warn("Cannot release the lease on {}: {}", rows.name(), e.getMessage());
            }
            lease = null;
        }
    }

    private List<Table> tables() {
        return List.of(rejects, rows);
    }

    /** The current rows and rejects of these files of a landing partition. */
    public Kept keep(IngestUnit unit, List<Inputs.Input> files) {
        Set<Inputs.Input> kept = Set.copyOf(files);
        return new Kept(rowsBase, rejectsBase, files, ledger.inputs(unit.landed()).orElse(Inputs.NONE).files().stream()
                .filter(file -> !kept.contains(file)).toList());
    }

    /**
     * The rows and rejects that were last dropped from a landing partition.
     *
     * @throws LakehouseException if nothing was dropped, or too long ago
     */
    public Kept dropped(IngestUnit unit) {
        SnapshotRef rowsTag = rows.refs().get(droppedTag(unit));
        SnapshotRef rejectsTag = rejects.refs().get(droppedTag(unit));
        Optional<Inputs> dropped = ledger.dropped(unit.landed());
        if (rowsTag == null || rejectsTag == null || dropped.isEmpty()) {
            throw new LakehouseException(
                    "Cannot restore landing day %s of %s: no rows were dropped in the last %d days".formatted(
                            unit, spec.name(), RESTORABLE.toDays()));
        }
        return new Kept(rowsTag.snapshotId(), rejectsTag.snapshotId(), dropped.get().files(), List.of());
    }

    private static String droppedTag(IngestUnit unit) {
        return "freshet-dropped-" + unit;
    }

    /** The engine that lets Trino write data files for these tables. */
    public Engine engine(LandingZone landing, JsonNumbers numbers, Cluster cluster) {
        Engine engine = Engine.byTrino(spec, rows, rejects, progress, engine(landing, numbers), cluster,
                lease.nextTables());
        return (unit, files, setAside, kept) -> IcebergFailure
                .translated(() -> engine.write(unit, files, setAside, kept));
    }

    /** The engine that writes data files for these tables on this machine. */
    public Engine engine(LandingZone landing, JsonNumbers numbers) {
        return Engine.byColumn(spec, rows, rejects, landing, numbers, progress, spec.history().parquet(),
                Resources.ofJvm());
    }

    /**
     * Stages the written files in snapshots that no reader sees.
     *
     * @throws dev.freshet.transform.connect.ConcurrentRunException if another run has committed the ingest unit since
     *         history was opened
     */
    public Staged stage(Written written) {
        IngestUnit unit = written.unit();
        progress.at(Step.STAGE, Step.STAGE.label() + " " + unit, 0, 0);
        StagedReplace stagedRejects = IcebergFailure
                .translated(() -> StagedReplace.stage(rejects, unit, written.rejects(), rejectsBase, lease, isHot));
        progress.at(Step.STAGE, Step.STAGE.label() + " " + unit, 0, 0);
        StagedReplace stagedRows = IcebergFailure
                .translated(() -> StagedReplace.stage(rows, unit, written.rows(), rowsBase, lease, isHot));
        readLedger();
        return new Staged(written, stagedRows, stagedRejects, isHot);
    }

    /** Stages the same files on top of what was committed meanwhile. They must be reconciled again. */
    public void restage(Staged staged) {
        for (StagedReplace replace : List.of(staged.rejects(), staged.rows())) {
            progress.at(Step.STAGE, Step.STAGE.label() + " " + staged.unit(), 0, 0);
            IcebergFailure.translated(() -> {
                replace.stage();
                return null;
            });
        }
        readLedger();
    }

    /** Other runs may have committed other landing partitions. */
    private void readLedger() {
        Ledger now = Ledger.of(rows);
        ledger = Objects.equals(now.location(), ledger.location()) ? ledger : now;
    }

    /**
     * Makes the staged snapshots current. Commits the quarantine first: only one of two concurrent runs succeeds, and
     * readers never see rows without their rejects.
     *
     * @param dropped inputs that history loses and that can be restored for a while, if any
     * @param inFull the digest of the rules by which the unit was reconciled in full, if so
     * @return false if housekeeping or another run has committed meanwhile; then call {@link #restage}
     * @throws dev.freshet.transform.connect.ConcurrentRunException if another run has committed the ingest unit
     *         meanwhile
     */
    public boolean commit(Staged staged, Optional<Inputs> dropped, Optional<String> inFull) {
        return IcebergFailure.translated(() -> committed(staged, dropped, inFull));
    }

    private boolean committed(Staged staged, Optional<Inputs> dropped, Optional<String> inFull) {
        IngestUnit unit = staged.unit();
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + unit, 0, 0);
        Ledger next = ledger.with(unit, staged.written().inputs(), dropped, Ledger.columns(spec), inFull);
        return committed(staged, next, tagging(unit, dropped, rejectsBase), tagging(unit, dropped, rowsBase));
    }

    /**
     * Makes the staged snapshots current, with the ledger that describes them.
     *
     * @param withRejects applied in the same commit as the rejects
     * @param withRows applied in the same commit as the rows
     */
    boolean committed(Staged staged, Ledger next, TableCommit.Change withRejects, TableCommit.Change withRows) {
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + staged.unit(), 0, 0);
        if (!staged.rejects().publish(withRejects)) {
            return false;
        }
        progress.at(Step.COMMIT, Step.COMMIT.label() + " " + staged.unit(), 0, 0);
        if (!staged.rows().publish((current, change) -> {
            change.setProperties(next.properties());
            withRows.apply(current, change);
        })) {
            return false;
        }
        ledger = next;
        rowsBase = current(rows);
        rejectsBase = current(rejects);
        return true;
    }

    /**
     * Records that raw files of a landing partition are deleted from now on. A snapshot with the same rows goes with
     * it, so that runs in progress notice.
     *
     * @throws ConcurrentRunException if anything was committed since history was opened
     */
    public void commitDeleted(LandingPartition partition, Collection<Inputs.Input> files) {
        IcebergFailure.translated(() -> {
            IngestUnit nothing = new IngestUnit(partition, Optional.of(List.of()), false);
            StagedReplace same = StagedReplace.stage(rows, nothing, List.of(), rowsBase, lease, true);
            Ledger next = ledger.withDeleted(nothing, files);
            progress.at(Step.COMMIT, Step.COMMIT.label() + " " + partition, 0, 0);
            if (!Objects.equals(rows.snapshot(same.snapshot()).parentId(), rowsBase)
                    || !same.publish((current, change) -> change.setProperties(next.properties()))) {
                throw new ConcurrentRunException(rows.name(), "committed");
            }
            ledger = next;
            rowsBase = current(rows);
            return null;
        });
    }

    /** Tags the snapshot that still has the dropped rows, so that they can be restored. */
    private static TableCommit.Change tagging(IngestUnit unit, Optional<Inputs> dropped, Long base) {
        return (current, next) -> {
            if (dropped.isPresent() && base != null) {
                next.setRef(droppedTag(unit),
                        SnapshotRef.tagBuilder(base).maxRefAgeMs(RESTORABLE.toMillis()).build());
            }
        };
    }

    private static Long current(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        return snapshot == null ? null : Long.valueOf(snapshot.snapshotId());
    }
}
