package dev.freshet.benchmarks.cutover;

import dev.freshet.transform.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Decides by a seed what goes wrong. */
final class FaultPlan {
    private static final int MOST_DAYS_BEHIND = 6;
    private static final int MOST_DAYS_AHEAD = 2;
    private static final int LONGEST_AFTER_MILLIS = 300;
    private static final int MOST_SKIPPED_UPDATES = 6;
    private static final int FEWEST_DAYS_BLOCKED = 3;
    private static final int MOST_DAYS_BLOCKED = 5;
    private static final List<Step> STEPS_OF_BATCH = List.of(Step.LIST, Step.PREPARE, Step.WRITE, Step.STAGE,
            Step.RECONCILE, Step.COMMIT, Step.OPEN, Step.FLIP, Step.RETIRE);
    private static final List<Step> STEPS_OF_REPAIR = List.of(Step.LIST, Step.WRITE, Step.STAGE, Step.RECONCILE,
            Step.COMMIT);
    private static final List<Step> STEPS_OF_MAINTENANCE = List.of(Step.MAINTAIN, Step.MAINTAIN, Step.RETIRE);

    private final Set<Fault> faults;
    private final SplittableRandom random;

    FaultPlan(Set<Fault> faults, long seed) {
        this.faults = faults;
        this.random = new SplittableRandom(seed);
    }

    /** @param canPause whether another process may be paused now; if not, it is killed */
    RunFaults of(Job job, boolean canPause) {
        return new RunFaults(job == Job.RUN && comes(Fault.SKEW) ? skewDays() : 0,
                job != Job.ROLL_BACK && comes(Fault.PAUSE) ? Optional.of(halt(job, canPause))
                        : Optional.empty(),
                faults.contains(Fault.MAINTAIN) && random.nextBoolean(),
                comes(Fault.LOST_REPLIES) ? Optional.of(cut()) : Optional.empty(),
                random.nextInt(MOST_SKIPPED_UPDATES + 1),
                job != Job.MAINTAIN && comes(Fault.MAINTAIN));
    }

    /** For how many days every run is to fail from now on; 0: it is not. */
    int daysBlocked() {
        return comes(Fault.FAILING) ? between(FEWEST_DAYS_BLOCKED, MOST_DAYS_BLOCKED) : 0;
    }

    boolean expires() {
        return faults.contains(Fault.EXPIRED_FILES);
    }

    Duration between(Duration shortest, Duration longest) {
        return Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
    }

    /** One run in two if nothing else goes wrong, in four if everything does. */
    private boolean comes(Fault fault) {
        return faults.contains(fault) && random.nextInt(2 + faults.size() / 3) == 0;
    }

    /** A clock that is less than two days behind changes nothing: the tail reaches as far. */
    private int skewDays() {
        return random.nextInt(3) == 0 ? between(1, MOST_DAYS_AHEAD) : -between(2, MOST_DAYS_BEHIND);
    }

    private Halt halt(Job job, boolean canPause) {
        List<Step> steps = switch (job) {
            case RUN, ROLL_BACK -> STEPS_OF_BATCH;
            case REPAIR -> STEPS_OF_REPAIR;
            case MAINTAIN -> STEPS_OF_MAINTENANCE;
        };
        return new Halt(canPause && random.nextInt(3) > 0 ? Halt.Kind.PAUSE : Halt.Kind.KILL,
                steps.get(random.nextInt(steps.size())), between(1, 3),
                random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(between(1, LONGEST_AFTER_MILLIS)));
    }

    private CatalogProxy.Cut cut() {
        return random.nextInt(3) == 0 ? CatalogProxy.Cut.REQUEST : CatalogProxy.Cut.REPLY;
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }
}
