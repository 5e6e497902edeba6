package dev.freshet.benchmarks;

/** The outcome of a benchmark that may be skipped because something it needs is missing. */
public sealed interface BenchOutcome {
    record Ran(BenchReport report) implements BenchOutcome {}

    /** @param sentence for people, beginning with {@code Skipped:}. It is no failure. */
    record Skipped(String sentence) implements BenchOutcome {}
}
