package dev.freshet.benchmarks.cutover;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Times one run of the batch, part by part. */
final class StopWatch implements CutOverWatch {
    private final Runs runs;
    private final int run;
    private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
    private final long began = System.nanoTime();
    private Part now = Part.OTHER;
    private long since = began;

    /**
     * @param runs receives the beginning of the flip
     * @param run the run's number
     */
    StopWatch(Runs runs, int run) {
        this.runs = runs;
        this.run = run;
    }

    @Override
    public void begins(Part part) {
        long time = System.nanoTime();
        nanos.merge(now, time - since, Long::sum);
        now = part;
        since = time;
        if (part == Part.FLIP) {
            runs.flipBegins(run);
        }
    }

    /** The run has ended. */
    Times stop() {
        begins(Part.OTHER);
        return new Times((since - began) / 1e6, millis(Part.GATE), millis(Part.FLIP));
    }

    private double millis(Part part) {
        return nanos.getOrDefault(part, 0L) / 1e6;
    }

    /** In milliseconds. */
    record Times(double batch, double gate, double flip) {
        Duration length() {
            return Duration.ofMillis((long) batch);
        }
    }
}
