package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.cli.telemetry.LandingFiles;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches one pattern: files land and readers query all the time, and at the end of each simulated day its batch cuts
 * over.
 */
final class Witness {
    /** After one cut-over in this many, late files are ingested once more that day. */
    private static final int REPAIR_EVERY = 8;
    /** One cut-over in this many is rolled back and made again. */
    private static final int ROLL_BACK_EVERY = 10;
    /** Housekeeping follows one cut-over in this many. */
    private static final int MAINTAIN_EVERY = 10;
    /** What was found so far is said each time that so many days have passed. */
    private static final int SAY_EVERY = 10;

    private final ServingPattern pattern;
    private final SimulatedClock clock;
    private final LakehouseConfig config;
    private final CutOverOptions options;
    private final BenchProgress progress;
    private final Producer lander;
    private final Footprints footprints;
    private final Runs runs = new Runs();
    private final Tally tally = new Tally();
    private final List<StopWatch.Times> cutOvers = new ArrayList<>();
    private final long start = System.nanoTime();
    private StopWatch.Times lastRun;
    private long lastRunEnded;
    private int days;
    private String soFar;
    private int repairs;
    private int rollbacks;
    private int graceWaits;
    private int stoppedRuns;
    private Ingests ingests;
    private Optional<FaultReport> faults = Optional.empty();

    Witness(ServingPattern pattern, SimulatedClock clock, LakehouseConnection lakehouse, LakehouseConfig config,
            CutOverOptions options, BenchProgress progress) {
        this.pattern = pattern;
        this.clock = clock;
        this.config = config;
        this.options = options;
        this.progress = progress;
        this.lander = new Producer(new LandingFiles(pattern.spec(), lakehouse.landing()), clock, options);
        this.footprints = new Footprints(lakehouse, config,
                pattern.spec().names(config.trinoCatalog(), config.landingCatalog()));
    }

    CutOverReport.Result watch() throws InterruptedException {
        progress.at(pattern.name() + ": first day", 0, 0);
        Orchestrator plain = new PlainRuns(pattern, clock, runs);
        firstDay(plain);
        try (Producer landing = lander;
                Readers readers = Readers.start(options.readers(), pattern, new Judge(lander.landed(), runs, tally),
                        config);
                Orchestrator orchestrator = options.faults().isEmpty() ? plain
                        : new FaultyRuns(options, pattern.spec(), config, clock, lander.landed(), runs, readers)) {
            if (pattern.goesBack()) {
                landing.landLateFiles();
            }
            landing.start();
            footprints.take("beginning", 0);
            try (Ingests during = Ingests.start(options.ingest(), orchestrator)) {
                while (done() < 1) {
                    boolean firstHalf = done() < 0.5;
                    day(orchestrator, readers);
                    during.check();
                    if (firstHalf && done() >= 0.5) {
                        footprints.take("middle", cutOvers.size());
                        landing.landLateFiles(); // a pattern that cannot handle them is first watched without them
                    }
                }
                ingests = during;
            }
            orchestrator.settle();
            readers.awaitOneMoreRound();
            footprints.take("end", cutOvers.size());
            stoppedRuns = orchestrator.stoppedRuns();
            faults = orchestrator.faults();
        }
        return result();
    }

    private void firstDay(Orchestrator plain) throws InterruptedException {
        for (int file = 0; file < options.filesPerDay(); file++) {
            lander.land();
        }
        lander.nextDay(Duration.ZERO);
        make(plain, Job.RUN);
        if (options.ingest().isPresent()) {
            lander.land();
            plain.ingest(); // publishes the ingested view
        }
    }

    /** One turn of the cycle: a day passes and is cut over while the next has begun. */
    private void day(Orchestrator orchestrator, Readers readers) throws InterruptedException {
        if (days % SAY_EVERY == 0) {
            soFar = "%s: %d cut-overs, %s".formatted(pattern.name(), cutOvers.size(), tally.soFar());
        }
        progress.at(soFar, (long) (done() * 1_000), 1_000);
        lander.awaitFilesOfToday(options.filesPerDay());
        // A tail table outlives the flip that moved past it by longer than the longest query. The clock runs through
        // that time of grace in no time, so it is kept here.
        graceWaits += readers.awaitNoneSince(lastRunEnded) ? 1 : 0;
        orchestrator.dayEnds();
        lander.nextDay(lastRun.length());
        make(orchestrator, Job.RUN).ifPresent(cutOvers::add);
        days++;
        if (pattern.goesBack() && days % REPAIR_EVERY == 0) {
            make(orchestrator, Job.REPAIR);
            repairs++;
        }
        if (pattern.goesBack() && days % ROLL_BACK_EVERY == 0) {
            make(orchestrator, Job.ROLL_BACK);
            make(orchestrator, Job.RUN);
            rollbacks++;
        }
        if (days % MAINTAIN_EVERY == 0) {
            graceWaits += readers.awaitNoneSince(lastRunEnded) ? 1 : 0;
            orchestrator.make(Job.MAINTAIN);
        }
    }

    private Optional<StopWatch.Times> make(Orchestrator orchestrator, Job job) throws InterruptedException {
        Optional<StopWatch.Times> times = orchestrator.make(job);
        if (job == Job.RUN) {
            lastRun = times.orElse(lastRun);
        }
        lastRunEnded = System.nanoTime();
        return times;
    }

    /** From 0 to 1. */
    private double done() {
        return options.time().map(time -> (System.nanoTime() - start) / (double) time.toNanos())
                .orElseGet(() -> days / (double) options.cutOvers());
    }

    private CutOverReport.Result result() {
        List<LandedFile> landed = lander.landed().files();
        return new CutOverReport.Result(pattern.name(), cutOvers.size(), repairs, rollbacks, ingests.made(),
                stoppedRuns,
                options.readers(),
                landed.size(), landed.stream().filter(LandedFile::late).count(),
                landed.stream().mapToLong(file -> file.figures().rows()).sum(), tally.reads(), tally.lateFileAbsent(),
                tally.goneAgain(), graceWaits, CutOverReport.Times.of(cutOvers), tally.examples(), footprints.taken(),
                (System.nanoTime() - start) / 1_000_000_000.0, faults.orElse(null));
    }
}
