package dev.freshet.benchmarks;

/**
 * A benchmark that did not run, because something that it needs is missing. It is no failure.
 *
 * @param skipped why, beginning with {@code Skipped:}
 */
public record Skipped(String skipped) implements Report {
    @Override
    public String markdown() {
        return skipped;
    }
}
