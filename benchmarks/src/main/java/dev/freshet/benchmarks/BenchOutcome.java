package dev.freshet.benchmarks;

/** What became of a benchmark that needs something that may not be there. */
public sealed interface BenchOutcome {
    record Ran(BenchReport report) implements BenchOutcome {}

    /** @param sentence for people, beginning with {@code Skipped:}. It is no failure. */
    record Skipped(String sentence) implements BenchOutcome {}
}
