package dev.freshet.transform;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Goes through landing partitions, and tells the progress how many are done and how long the others will take. */
record Pace(Dataset dataset) {
    /** @param cost what a partition takes, in any unit; 0 if it is not ingested */
    <T> void each(List<T> partitions, ToLongFunction<T> cost, Consumer<T> work) {
        int count = (int) partitions.stream().filter(partition -> cost.applyAsLong(partition) > 0).count();
        long total = partitions.stream().mapToLong(cost).sum();
        Instant start = dataset.now();
        int number = 0;
        long done = 0;
        for (T partition : partitions) {
            if (cost.applyAsLong(partition) > 0) {
                dataset.progress().partition(++number, count, left(start, done, total));
            }
            work.accept(partition);
            done += cost.applyAsLong(partition);
        }
    }

    private Optional<Duration> left(Instant start, long done, long total) {
        long millis = Duration.between(start, dataset.now()).toMillis();
        return done == 0 ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) ((double) millis * (total - done) / done)));
    }
}
