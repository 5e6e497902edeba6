package dev.freshet.transform.protocol;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.OpenParts;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.protocol.Move.Job;
import dev.freshet.transform.publish.ReconcileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** One run of a command by the real code. Each of its effects is a step. */
final class CheckedProcess implements MiniTrino.Client, ProcessCatalog.Client {
    private final String name;
    private final Job job;
    private final Duration skew;
    private final World world;
    private final Steps steps;
    private final ProcessFiles files;
    private final Instant began;
    private final long beganIn;
    private final Optional<LocalDate> boundaryAtBegin;
    private final Optional<LocalDate> tailEndAtBegin;
    private final int replacedAtBegin;
    private JdbcCatalog catalog;
    private Loss loss;
    private boolean hasLost;
    private RuntimeException failure;

    CheckedProcess(String name, Job job, Duration skew, World world) {
        this.name = name;
        this.job = job;
        this.skew = skew;
        this.world = world;
        this.began = world.clock().instant();
        this.beganIn = world.step();
        this.boundaryAtBegin = world.reader().boundary(world.names().liveView());
        this.tailEndAtBegin = world.reader().shape(world.names().liveView()).map(Reader.Shape::end);
        this.replacedAtBegin = world.trino().replacedBy().size();
        this.steps = new Steps(world::step, this::work);
        this.files = new ProcessFiles(world.files(), steps, world.clock());
    }

    private void work() {
        try {
            catalog = ProcessCatalog.open(world.name(), files, this);
            LakehouseConnection lakehouse = OpenParts.lakehouse(TrinoConnection.open(world.trino(), this), catalog,
                    files);
            Clock clock = world.clock().skewed(skew);
            BatchProgress progress = (step, detail, done, total) -> before(detail);
            DatasetSpec spec = world.spec();
            DailyBatch batch = OpenParts.batch(spec, lakehouse, clock, progress,
                    duration -> before("wait " + duration));
            switch (job) {
                case RUN -> batch.run(Optional.empty());
                case INGEST -> batch.ingest();
                case REPAIR -> batch.repair(Optional.empty(), Repair.LATE);
                case REPAIR_FORCED -> batch.repair(Optional.empty(), Repair.FORCE);
                case BACKFILL -> backfill(batch, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1));
                case DROP_GONE -> batch.repair(Optional.empty(), Repair.DROP_GONE);
                case RESTORE -> batch.repair(Optional.empty(), Repair.RESTORE);
                case ROLL_BACK -> batch.rollBack();
                case MAINTAIN -> new Maintenance(spec, lakehouse, clock, progress).run(world.setting().retention());
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            if (catalog != null) {
                ProcessCatalog.close(catalog);
            }
        }
    }

    private void backfill(DailyBatch batch, LocalDate last) {
        LocalDate first = world.landed().files().stream().map(Landed.File::day).min(LocalDate::compareTo).orElse(last);
        batch.backfill(LandingPartition.of(first), LandingPartition.of(last)).differ().forEach((day, why) -> {
            throw new ReconcileException(why);
        });
    }

    @Override
    public String name() {
        return name;
    }

    Job job() {
        return job;
    }

    Duration skew() {
        return skew;
    }

    Steps steps() {
        return steps;
    }

    /** The true time of its start. */
    Instant began() {
        return began;
    }

    long beganIn() {
        return beganIn;
    }

    /** The live view's boundary at its start. */
    Optional<LocalDate> boundaryAtBegin() {
        return boundaryAtBegin;
    }

    /** The end of the live view's tail at its start. */
    Optional<LocalDate> tailEndAtBegin() {
        return tailEndAtBegin;
    }

    /** Whether another process has replaced a view since its start. */
    boolean othersFlipped() {
        return world.trino().replacedBy().stream().skip(replacedAtBegin).anyMatch(by -> !by.equals(name));
    }

    /** The failure; empty if it ended normally. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    boolean endedWell() {
        return steps.isOver() && !steps.isKilled() && failure == null;
    }

    /** Throws if the process failed because the checker does not know a statement. */
    void requireKnown() {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof UnsupportedOperationException) {
                throw new IllegalStateException("Cannot continue: the checker does not support a statement", failure);
            }
        }
    }

    /** Whether it ended by itself and had the chance to extend the tail, which a run has after the first flip. */
    boolean tried() {
        return (boundaryAtBegin.isPresent() || failure == null) && steps.isOver() && !steps.isKilled() && !hasLost
                && !(failure instanceof ConcurrentRunException);
    }

    /** Whether it lost a reply of the catalog or of Trino. */
    boolean hasLost() {
        return hasLost;
    }

    void lose(Loss next) {
        loss = next;
    }

    @Override
    public Optional<Loss> catalogLoss() {
        return loss(false);
    }

    @Override
    public Optional<Loss> trinoLoss() {
        return loss(true);
    }

    private Optional<Loss> loss(boolean trino) {
        Optional<Loss> now = Optional.ofNullable(loss).filter(l -> l.isTrino() == trino);
        if (now.isPresent()) {
            hasLost = true;
            loss = null;
        }
        return now;
    }

    @Override
    public void changed() {
        world.snapshots().changed();
    }

    @Override
    public void before(String what) {
        steps.before(what);
    }

    @Override
    public SupportsNamespaces namespaces() {
        return catalog;
    }

    @Override
    public Table load(TableIdentifier table) {
        return catalog.loadTable(table);
    }

    @Override
    public ProcessFiles files() {
        return files;
    }
}
