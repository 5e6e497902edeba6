package dev.freshet.benchmarks;

/** Receives the progress of a benchmark; {@link #NONE} ignores it. */
public interface BenchProgress {
    BenchProgress NONE = (step, done, total) -> {
    };

    /**
     * @param step for people: {@code round 2 of 3: group_by over 100 MB}
     * @param done bytes or items of {@code total} done; {@code total} is 0 for a step without a measure
     */
    void at(String step, long done, long total);
}
