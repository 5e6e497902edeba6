package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.LakehouseFile;
import dev.freshet.cli.telemetry.LandingFiles;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes each run as from the command line, while things go wrong. A run that fails is recorded, and the next one has to
 * make up for it.
 */
final class FaultyRuns implements Orchestrator {
    /** How much longer than housekeeping's retention a run is paused. */
    private static final Duration LONGEST_OVER_RETENTION = Duration.ofSeconds(5);
    private static final Duration OVER_RETENTION = Duration.ofSeconds(1);
    private static final Duration LATEST_HOUSEKEEPING = Duration.ofSeconds(3);
    private static final int LAST_ATTEMPTS = 5;

    private final CutOverOptions options;
    private final DatasetSpec spec;
    private final SimulatedClock clock;
    private final Landed landed;
    private final FaultPlan plan;
    private final Optional<CatalogProxy> proxy;
    private final LakehouseConfig config;
    private final LakehouseFile file;
    private final LakehouseConnection own;
    private final FaultBook book;
    private final BlockedDay blocked;
    private final Expiry expiry;
    private final FaultTally tally = new FaultTally();
    private Optional<ChildRun> paused = Optional.empty();
    private volatile Optional<ChildRun> pausedIngest = Optional.empty();
    private Optional<Thread> housekeeping = Optional.empty();
    private boolean recovered;

    FaultyRuns(CutOverOptions options, DatasetSpec spec, LakehouseConfig config, SimulatedClock clock, Landed landed,
            Runs runs, Readers readers) {
        this.options = options;
        this.spec = spec;
        this.clock = clock;
        this.landed = landed;
        this.plan = new FaultPlan(options.faults(), options.seed());
        this.proxy = options.faults().contains(Fault.LOST_REPLIES) ? Optional.of(CatalogProxy.start(config))
                : Optional.empty();
        this.config = proxy.map(before -> before.before(config)).orElse(config);
        this.file = LakehouseFile.write(this.config);
        this.own = LakehouseConnection.open(config);
        this.blocked = new BlockedDay(spec, new LandingFiles(spec, own.landing()), own, readers);
        this.expiry = new Expiry(spec, own);
        this.book = new FaultBook(spec.tail().lookAhead(), runs, tally,
                new PublishedBoundary(own.trino(), List.of(own.names(spec).liveView(), own.names(spec).t1View()),
                        clock.today()),
                blocked,
                new Grace(readers, spec.tail().retireAfter()));
    }

    @Override
    public void dayEnds() throws InterruptedException {
        LocalDate today = clock.today();
        LocalDate boundary = book.published().now();
        blocked.dayEnds(today);
        int days = blocked.isThere() || boundary.isAfter(today) ? 0 : plan.daysBlocked();
        if (days > 0) {
            blocked.land(today, days);
        }
        if (blocked.isThere()) {
            tally.add(FaultTally.Count.DAY_BLOCKED);
        }
        if (plan.expires()) {
            int expired = expiry.expire(boundary, landed.files(), book.runs().all());
            for (int i = 0; i < expired; i++) {
                tally.add(FaultTally.Count.EXPIRED);
            }
        }
    }

    @Override
    public Optional<StopWatch.Times> make(Job job) throws InterruptedException {
        RunFaults faults = plan.of(job, tally.steps(job), paused.filter(ChildRun::isAlive).isEmpty());
        if (faults.skewDays() != 0) {
            tally.add(faults.skewDays() < 0 ? FaultTally.Count.BEHIND : FaultTally.Count.AHEAD);
        }
        if (faults.maintain() && housekeeping.filter(Thread::isAlive).isEmpty()) {
            Duration later = plan.between(Duration.ZERO, LATEST_HOUSEKEEPING);
            housekeeping = Optional.of(Thread.ofVirtual().start(() -> keepHouse(later)));
        }
        faults.cut().ifPresent(cut -> proxy.orElseThrow().arm(cut, faults.skippedUpdates()));
        try {
            return faults.halt().isPresent() ? inChild(job, faults, faults.halt().get()) : here(job, faults);
        } finally {
            proxy.ifPresent(CatalogProxy::disarm);
        }
    }

    /** Beside other runs. The proxy cuts its connection, too, if they have armed it. */
    @Override
    public void ingest() throws InterruptedException {
        RunFaults faults = plan.of(Job.INGEST, tally.steps(Job.INGEST), pausedIngest.filter(ChildRun::isAlive)
                .isEmpty());
        if (faults.halt().isEmpty()) {
            here(Job.INGEST, faults);
            return;
        }
        ChildRun child = child(Job.INGEST, faults, faults.halt().get());
        child.awaitFree();
        if (child.isAlive()) {
            pausedIngest = Optional.of(child);
        }
    }

    private void keepHouse(Duration later) {
        try {
            Thread.sleep(later);
            tally.add(FaultTally.Count.HOUSEKEEPING);
            here(Job.MAINTAIN, RunFaults.NONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<StopWatch.Times> here(Job job, RunFaults faults) {
        Clock skewed = Clock.offset(clock, Duration.ofDays(faults.skewDays()));
        Attempt attempt = attempt(job, skewed, faults);
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config)) {
            Optional<LocalDate> boundary = job.make(spec, lakehouse, skewed, (step, detail, done, total) -> attempt.at(
                    step));
            return Optional.of(attempt.ended(boundary));
        } catch (RuntimeException e) {
            attempt.failed(e);
            return Optional.empty();
        }
    }

    private Optional<StopWatch.Times> inChild(Job job, RunFaults faults, Halt halt) throws InterruptedException {
        ChildRun child = child(job, faults, halt);
        child.awaitFree();
        if (child.isAlive()) {
            paused = Optional.of(child);
        }
        if (child.isAlive() && faults.isAlone()) {
            keepHouse(spec.tail().retireAfter().plus(OVER_RETENTION));
            child.awaitEnd();
        }
        return child.times();
    }

    private ChildRun child(Job job, RunFaults faults, Halt halt) {
        Clock skewed = Clock.offset(clock, Duration.ofDays(faults.skewDays()));
        Duration retention = spec.tail().retireAfter();
        return new ChildRun(attempt(job, skewed, faults), tally, halt,
                plan.between(retention.plus(OVER_RETENTION), retention.plus(LONGEST_OVER_RETENTION)),
                List.of(file.path().toString(), spec.name(), spec.landing().root(), retention.toString(), job.name(),
                        skewed.instant().toString()));
    }

    private Attempt attempt(Job job, Clock skewed, RunFaults faults) {
        return new Attempt(book, job, LocalDate.ofInstant(skewed.instant(), ZoneOffset.UTC), faults.skewDays() > 0);
    }

    @Override
    public void settle() throws InterruptedException {
        blocked.moveOut();
        for (ChildRun child : Stream.of(paused, pausedIngest).flatMap(Optional::stream).toList()) {
            child.awaitEnd();
        }
        if (housekeeping.isPresent()) {
            housekeeping.get().join();
        }
        for (int attempt = 1; attempt <= LAST_ATTEMPTS && !recovered; attempt++) {
            recovered = here(Job.RUN, RunFaults.NONE).isPresent()
                    && (options.ingest().isEmpty() || here(Job.INGEST, RunFaults.NONE).isPresent());
        }
    }

    @Override
    public int stoppedRuns() {
        return 0;
    }

    @Override
    public Optional<FaultReport> faults() {
        return Optional.of(tally.report(options.faults(), lost(CatalogProxy.Cut.REQUEST), lost(CatalogProxy.Cut.REPLY),
                book.published().wentBack(), recovered));
    }

    private int lost(CatalogProxy.Cut cut) {
        return proxy.map(there -> there.made(cut)).orElse(0);
    }

    @Override
    public void close() {
        paused.ifPresent(ChildRun::destroy);
        pausedIngest.ifPresent(ChildRun::destroy);
        own.close();
        file.close();
        proxy.ifPresent(CatalogProxy::close);
    }
}
