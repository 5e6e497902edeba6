package dev.freshet.benchmarks.gateway;

import java.util.Locale;

/** What is timed, and how much Freshet may add to it. */
public enum Measure {
    REPEATED("statement of which the text repeats: create, execute, close", 1_000),
    /** Its route is decided twice: to know what to prepare, and again at execution, because it may have changed. */
    PREPARED("prepared statement of which the text repeats: prepare, set, execute, close", 2_000),
    UNIQUE("statement of 1 kB of which the text is new each time: create, execute, close", 200_000),
    ROW("row: next, getLong, getString, getInt", 5);

    private final String title;
    private final double targetNanos;

    Measure(String title, double targetNanos) {
        this.title = title;
        this.targetNanos = targetNanos;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** The target: the most that Freshet may add. */
    double targetNanos() {
        return targetNanos;
    }

    /** The method of {@link OverheadBenchmark}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
