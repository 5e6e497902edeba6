package dev.freshet.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param megabytes of raw JSON; each size has its own pair of datasets (1 MB is 10^6 bytes)
 * @param rounds each over all contenders; the median over them is published
 * @param warmup of a contender in a round, not measured
 * @param measurement of a contender in a round
 * @param forks 1 for a separate JVM for each measurement; 0 for none, which is for tests
 * @param command the command that repeats it, for the report
 */
public record BenchOptions(List<Integer> megabytes, int rounds, Duration warmup, Duration measurement, int forks,
        String command) {
    /** Some six minutes on two cores. */
    public static final BenchOptions DEFAULT = new BenchOptions(List.of(10, 100), 3, Duration.ofSeconds(1),
            Duration.ofSeconds(3), 1, "./freshet bench");

    public BenchOptions {
        megabytes = megabytes.stream().distinct().sorted().toList();
        if (megabytes.isEmpty() || megabytes.get(0) < 1) {
            throw new IllegalArgumentException("Invalid sizes: %s (name at least one, each at least 1 MB)".formatted(
                    megabytes));
        }
        if (rounds < 1 || forks < 0 || forks > 1) {
            throw new IllegalArgumentException(
                    "Invalid benchmark: %d rounds, %d forks (at least 1 round, 0 or 1 forks)".formatted(rounds, forks));
        }
        if (warmup.isNegative() || warmup.isZero() || measurement.isNegative() || measurement.isZero()) {
            throw new IllegalArgumentException("Invalid times: warm-up %s, measurement %s (both must be positive)"
                    .formatted(warmup, measurement));
        }
    }

    public BenchOptions withMegabytes(List<Integer> megabytes) {
        return new BenchOptions(megabytes, rounds, warmup, measurement, forks, command);
    }

    public BenchOptions withRounds(int rounds) {
        return new BenchOptions(megabytes, rounds, warmup, measurement, forks, command);
    }

    public BenchOptions withTimes(Duration warmup, Duration measurement) {
        return new BenchOptions(megabytes, rounds, warmup, measurement, forks, command);
    }

    public BenchOptions withForks(int forks) {
        return new BenchOptions(megabytes, rounds, warmup, measurement, forks, command);
    }

    public BenchOptions withCommand(String command) {
        return new BenchOptions(megabytes, rounds, warmup, measurement, forks, command);
    }
}
