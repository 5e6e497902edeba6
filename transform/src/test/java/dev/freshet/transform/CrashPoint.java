package dev.freshet.transform;

import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A step that a run has announced to {@link BatchProgress} but not taken.
 *
 * @param number the position among all steps that the run announces, from 0
 * @param nth the position among consecutive announcements of the same step and detail, from 1
 */
record CrashPoint(int number, Step step, String detail, int nth) {
    /** Records the announced steps. */
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

    /** Whether no earlier point has the same step and position: a run repeats its steps for each partition. */
    boolean isNew(Set<String> seen) {
        return seen.add(step + " " + nth);
    }

    @Override
    public String toString() {
        return "%s %d (%s)".formatted(step, nth, detail);
    }
}
