package dev.freshet.transform;

import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How long the steps of a run took, all landing partitions together. Passes the progress on. */
final class StepTimes implements BatchProgress {
    private final BatchProgress next;
    private final Map<Step, Duration> times = new EnumMap<>(Step.class);
    private Step current;
    private long since;

    StepTimes(BatchProgress next) {
        this.next = next;
    }

    @Override
    public void at(Step step, String detail, long done, long total) {
        begin(step);
        next.at(step, detail, done, total);
    }

    @Override
    public void partition(int number, int count, Optional<Duration> left) {
        next.partition(number, count, left);
    }

    @Override
    public void lines(long rows, long rejects) {
        next.lines(rows, rejects);
    }

    private synchronized void begin(Step step) {
        if (step != current) {
            end();
            current = step;
        }
    }

    private void end() {
        long now = System.nanoTime();
        if (current != null) {
            times.merge(current, Duration.ofNanos(now - since), Duration::plus);
        }
        since = now;
    }

    /** The times since the last call. The current step ends. */
    synchronized Map<Step, Duration> take() {
        end();
        current = null;
        Map<Step, Duration> taken = new EnumMap<>(times);
        times.clear();
        return taken;
    }
}
