package dev.freshet.benchmarks.transform;

import java.util.Arrays;
import java.util.Locale;

/** A whole run of the batch, by what the spec says. */
public enum WholeRun {
    /** The batch writes, and Trino compares a sample. */
    SAMPLED("reconcile: sampled"),
    /** The batch writes, and Trino compares every line. */
    FULL("reconcile: full"),
    /** Trino writes, and compares every line. */
    TRINO("engine: trino");

    private final String setting;

    WholeRun(String setting) {
        this.setting = setting;
    }

    /** @throws IllegalArgumentException if the name is unknown */
    static WholeRun parse(String name) {
        return Arrays.stream(values()).filter(run -> run.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid run: %s (use sampled, full, trino or none)".formatted(name)));
    }

    /** A line of the spec. */
    String setting() {
        return setting;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
