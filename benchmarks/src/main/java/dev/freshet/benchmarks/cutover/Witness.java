package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.core.sql.Names;
import dev.freshet.transform.Lakehouse;
import dev.freshet.transform.LakehouseConfig;
import dev.freshet.transform.ReconcileException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Watches one pattern: files land all the time, readers ask all the time, and at the end of each simulated day its
 * batch cuts over.
 */
final class Witness {
    /** After one cut-over in so many late files are taken in once more that day. */
    private static final int REPAIR_EVERY = 8;
    /** One cut-over in so many is taken back and made again. */
    private static final int ROLL_BACK_EVERY = 10;
    /** After one cut-over in so many the house is kept. */
    private static final int MAINTAIN_EVERY = 10;
    /** A run that stops, as the day's files were changing, is run again; it is given up after so many. */
    private static final int ATTEMPTS = 5;

    private final ServingPattern pattern;
    private final SimulatedClock clock;
    private final LakehouseConfig config;
    private final CutOverOptions options;
    private final BenchProgress progress;
    private final Lander lander;
    private final Footprints footprints;
    private final Runs runs = new Runs();
    private final Tally tally = new Tally();
    private final List<StopWatch.Times> cutOvers = new ArrayList<>();
    private final long start = System.nanoTime();
    private StopWatch.Times firstRun;
    private long lastRunEnded;
    private int repairs;
    private int rollbacks;
    private int stoppedRuns;
    private int graceWaits;

    Witness(ServingPattern pattern, SimulatedClock clock, Lakehouse lakehouse, LakehouseConfig config,
            CutOverOptions options, BenchProgress progress) {
        this.pattern = pattern;
        this.clock = clock;
        this.config = config;
        this.options = options;
        this.progress = progress;
        this.lander = new Lander(LandingPlace.of(pattern.spec(), config, lakehouse), clock, options);
        this.footprints = new Footprints(lakehouse, config, Names.of(config.trinoCatalog(), config.landingCatalog(),
                pattern.spec()));
    }

    CutOverReport.Result watch() throws InterruptedException {
        progress.at(pattern.name() + ": first day", 0, 0);
        firstDay();
        try (Lander landing = lander;
                Readers readers = Readers.start(options.readers(), pattern, new Judge(lander.landed(), runs, tally),
                        config)) {
            if (pattern.goesBack()) {
                landing.landLateFiles();
            }
            landing.start();
            footprints.take("beginning", 0);
            while (done() < 1) {
                boolean firstHalf = done() < 0.5;
                day(readers);
                if (firstHalf && done() >= 0.5) {
                    footprints.take("middle", cutOvers.size());
                    landing.landLateFiles(); // whoever has no answer to them is watched without them first
                }
            }
            run();
            readers.awaitOneMoreRound();
            footprints.take("end", cutOvers.size());
        }
        return result();
    }

    private void firstDay() {
        for (int file = 0; file < options.filesPerDay(); file++) {
            lander.land();
        }
        lander.nextDay(Duration.ZERO);
        firstRun = run();
    }

    /** One turn of the cycle: a day passes and is cut over while the next has begun. */
    private void day(Readers readers) throws InterruptedException {
        progress.at(pattern.name() + ": cutting over", (long) (done() * 1_000), 1_000);
        lander.awaitFilesOfToday(options.filesPerDay());
        // A tail table outlives the flip that moved past it by longer than the longest query. The clock runs through
        // that time of grace in no time, so it is kept here.
        graceWaits += readers.awaitNoneSince(lastRunEnded) ? 1 : 0;
        lander.nextDay(cutOvers.isEmpty() ? firstRun.length() : cutOvers.getLast().length());
        cutOvers.add(run());
        if (pattern.goesBack() && cutOvers.size() % REPAIR_EVERY == 0) {
            run(Run.Kind.BATCH, clock.today(), pattern::repair);
            repairs++;
        }
        if (pattern.goesBack() && cutOvers.size() % ROLL_BACK_EVERY == 0) {
            run(Run.Kind.ROLL_BACK, clock.today().minusDays(1), pattern::rollBack);
            run();
            rollbacks++;
        }
        if (cutOvers.size() % MAINTAIN_EVERY == 0) {
            graceWaits += readers.awaitNoneSince(lastRunEnded) ? 1 : 0;
            pattern.maintain();
        }
    }

    private StopWatch.Times run() {
        return run(Run.Kind.BATCH, clock.today(), pattern::run);
    }

    private StopWatch.Times run(Run.Kind kind, LocalDate boundary, Consumer<CutOverWatch> run) {
        for (int attempt = 1;; attempt++) {
            runs.begins(kind, boundary);
            StopWatch watch = new StopWatch(runs);
            try {
                run.accept(watch);
                runs.ended();
                lastRunEnded = System.nanoTime();
                return watch.stop();
            } catch (ReconcileException e) {
                stoppedRuns++;
                if (attempt == ATTEMPTS) {
                    throw new BenchException("Cannot cut over: %s".formatted(e.getMessage()), e);
                }
            }
        }
    }

    /** From 0 to 1. */
    private double done() {
        return options.time().map(time -> (System.nanoTime() - start) / (double) time.toNanos())
                .orElseGet(() -> cutOvers.size() / (double) options.cutOvers());
    }

    private CutOverReport.Result result() {
        List<LandedFile> landed = lander.landed().files();
        return new CutOverReport.Result(pattern.name(), cutOvers.size(), repairs, rollbacks, stoppedRuns,
                options.readers(),
                landed.size(), landed.stream().filter(LandedFile::late).count(),
                landed.stream().mapToLong(file -> file.figures().rows()).sum(), tally.reads(), tally.lateFileAbsent(),
                tally.goneAgain(), graceWaits, CutOverReport.Times.of(cutOvers), tally.examples(), footprints.taken(),
                (System.nanoTime() - start) / 1_000_000_000.0);
    }
}
