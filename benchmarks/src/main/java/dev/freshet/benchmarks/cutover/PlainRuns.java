package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.transform.publish.ReconcileException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes each run at once in this process. A run that fails ends the benchmark. */
final class PlainRuns implements Orchestrator {
    /** A run that stops because the day's files were changing is repeated, up to this many attempts. */
    private static final int ATTEMPTS = 5;

    private final ServingPattern pattern;
    private final SimulatedClock clock;
    private final Runs runs;
    private int stoppedRuns;

    PlainRuns(ServingPattern pattern, SimulatedClock clock, Runs runs) {
        this.pattern = pattern;
        this.clock = clock;
        this.runs = runs;
    }

    @Override
    public synchronized Optional<StopWatch.Times> make(Job job) {
        return switch (job) {
            case RUN -> Optional.of(run(Run.Kind.BATCH, clock.today(), pattern::run));
            case REPAIR -> Optional.of(run(Run.Kind.BATCH, clock.today(), pattern::repair));
            case ROLL_BACK -> Optional.of(run(Run.Kind.ROLL_BACK, clock.today().minusDays(1), pattern::rollBack));
            case INGEST -> {
                pattern.ingest();
                yield Optional.empty();
            }
            case MAINTAIN -> {
                pattern.maintain();
                yield Optional.empty();
            }
        };
    }

    private StopWatch.Times run(Run.Kind kind, LocalDate boundary, Consumer<CutOverWatch> run) {
        for (int attempt = 1;; attempt++) {
            int number = runs.begins(kind, boundary,
                    clock.today().plusDays(pattern.spec().tail().lookAhead().toDays()));
            StopWatch watch = new StopWatch(runs, number);
            try {
                run.accept(watch);
                runs.ended(number);
                return watch.stop();
            } catch (ReconcileException e) {
                runs.failed(number, boundary);
                stoppedRuns++;
                if (attempt == ATTEMPTS) {
                    throw new BenchException("Cannot cut over: %s".formatted(e.getMessage()), e);
                }
            }
        }
    }

    /** Between two runs, as in a process that makes both. */
    @Override
    public void ingest() {
        make(Job.INGEST);
    }

    @Override
    public void settle() {
        make(Job.RUN);
    }

    @Override
    public int stoppedRuns() {
        return stoppedRuns;
    }

    @Override
    public void close() {}
}
