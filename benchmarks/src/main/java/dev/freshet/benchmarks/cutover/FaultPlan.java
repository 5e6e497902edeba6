package dev.freshet.benchmarks.cutover;

import dev.freshet.transform.connect.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Decides from a seed what goes wrong. */
final class FaultPlan {
    private static final int MOST_DAYS_BEHIND = 6;
    private static final int MOST_DAYS_AHEAD = 2;
    private static final int LONGEST_AFTER_MILLIS = 300;
    private static final int MOST_SKIPPED_UPDATES = 6;
    private static final int FEWEST_DAYS_BLOCKED = 3;
    private static final int MOST_DAYS_BLOCKED = 5;
    private static final int LATEST_ANNOUNCEMENT = 3;

    private final Set<Fault> faults;
    private final SplittableRandom random;

    FaultPlan(Set<Fault> faults, long seed) {
        this.faults = faults;
        this.random = new SplittableRandom(seed);
    }

    /**
     * @param steps that such a run announces; empty if that is not known yet
     * @param canPause whether another process may be paused now; if not, it is killed
     */
    synchronized RunFaults of(Job job, List<Step> steps, boolean canPause) {
        return new RunFaults((job == Job.RUN || job == Job.INGEST) && comes(Fault.SKEW) ? skewDays() : 0,
                job != Job.ROLL_BACK && comes(Fault.PAUSE) && !steps.isEmpty() ? Optional.of(halt(steps, canPause))
                        : Optional.empty(),
                faults.contains(Fault.MAINTAIN) && random.nextBoolean(),
                comes(Fault.LOST_REPLIES) ? Optional.of(cut()) : Optional.empty(),
                random.nextInt(MOST_SKIPPED_UPDATES + 1),
                job != Job.MAINTAIN && comes(Fault.MAINTAIN));
    }

    /** For how many days every run must fail from now on, or 0. */
    synchronized int daysBlocked() {
        return comes(Fault.FAILING) ? between(FEWEST_DAYS_BLOCKED, MOST_DAYS_BLOCKED) : 0;
    }

    boolean expires() {
        return faults.contains(Fault.EXPIRED_FILES);
    }

    synchronized Duration between(Duration shortest, Duration longest) {
        return Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
    }

    /** One run in two if this is the only fault, one in four with all faults. */
    private boolean comes(Fault fault) {
        return faults.contains(fault) && random.nextInt(2 + faults.size() / 3) == 0;
    }

    /** A clock less than two days behind would change nothing, because the tail reaches that far. */
    private int skewDays() {
        return random.nextInt(3) == 0 ? between(1, MOST_DAYS_AHEAD) : -between(2, MOST_DAYS_BEHIND);
    }

    /** Each step has the same chance, however often it is announced. */
    private Halt halt(List<Step> steps, boolean canPause) {
        List<Step> distinct = steps.stream().distinct().toList();
        Step step = distinct.get(random.nextInt(distinct.size()));
        return new Halt(canPause && random.nextInt(3) > 0 ? Halt.Kind.PAUSE : Halt.Kind.KILL, step,
                between(1, Math.min(LATEST_ANNOUNCEMENT, Collections.frequency(steps, step))),
                random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(between(1, LONGEST_AFTER_MILLIS)));
    }

    private CatalogProxy.Cut cut() {
        return random.nextInt(3) == 0 ? CatalogProxy.Cut.REQUEST : CatalogProxy.Cut.REPLY;
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }
}
