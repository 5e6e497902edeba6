package dev.freshet.transform;

import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something that a run has announced to {@link BatchProgress} and not done.
 *
 * @param number among all that the run announces, from 0
 * @param nth among those of its step and detail that follow each other, from 1
 */
record CrashPoint(int number, Step step, String detail, int nth) {
    /** Keeps what is announced. */
    static final class Recorder implements BatchProgress {
        private final List<CrashPoint> points = new ArrayList<>();

        @Override
        public void at(Step step, String detail, long done, long total) {
            CrashPoint last = points.isEmpty() ? null : points.get(points.size() - 1);
            boolean another = last != null && last.step == step && last.detail.equals(detail);
            points.add(new CrashPoint(points.size(), step, detail, another ? last.nth + 1 : 1));
        }

        List<CrashPoint> points() {
            return List.copyOf(points);
        }
    }

    /** Whether it is the first of its step and place in it: a run does the same to one partition after the other. */
    boolean isNew(Set<String> seen) {
        return seen.add(step + " " + nth);
    }

    @Override
    public String toString() {
        return "%s %d (%s)".formatted(step, nth, detail);
    }
}
