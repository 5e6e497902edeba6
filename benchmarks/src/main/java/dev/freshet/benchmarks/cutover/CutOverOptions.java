package dev.freshet.benchmarks.cutover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much is watched.
 *
 * @param patterns each on its own, one after the other
 * @param cutOvers of each pattern, unless a time is given
 * @param time for each pattern, instead of a number of cut-overs
 * @param readers that query at the same time
 * @param filesPerDay a day is over no earlier than when this many files have landed in it
 * @param faults what goes wrong meanwhile; none if empty
 * @param ingest between two intraday ingests; none if empty
 * @param seed of all random choices; it does not decide the order of the threads
 * @param command the command that repeats it, for the report
 */
public record CutOverOptions(List<Subject> patterns, int cutOvers, Optional<Duration> time, int readers,
        int filesPerDay, int rowsPerFile, Set<Fault> faults, Optional<Duration> ingest, long seed,
        String command) {
    /** Some fifteen minutes on two cores. */
    public static final CutOverOptions DEFAULT = new CutOverOptions(List.of(Subject.values()), 200, Optional.empty(),
            4, 3, 200, Set.of(), Optional.empty(), 20_261_122, "./freshet bench cutover");

    /** A pattern that can be watched. */
    public enum Subject {
        FRESHET,
        SEED
    }

    public CutOverOptions {
        patterns = List.copyOf(patterns);
        faults = Set.copyOf(faults);
        if (cutOvers < 1 || readers < 1 || filesPerDay < 1 || rowsPerFile < 1) {
            throw new IllegalArgumentException(
                    "Invalid benchmark: %d cut-overs, %d readers, %d files a day, %d rows a file (at least 1 of each)"
                            .formatted(cutOvers, readers, filesPerDay, rowsPerFile));
        }
        if (!faults.isEmpty() && patterns.contains(Subject.SEED)) {
            throw new IllegalArgumentException("Invalid benchmark: faults with the seed's pattern (use freshet alone)");
        }
        if (ingest.isPresent() && patterns.contains(Subject.SEED)) {
            throw new IllegalArgumentException(
                    "Invalid benchmark: intraday ingest with the seed's pattern (use freshet alone)");
        }
        if (ingest.filter(t -> t.isNegative() || t.isZero()).isPresent()) {
            throw new IllegalArgumentException("Invalid time between ingests: %s (it must be positive)".formatted(
                    ingest.get()));
        }
        if (time.filter(t -> t.isNegative() || t.isZero()).isPresent()) {
            throw new IllegalArgumentException("Invalid time: %s (it must be positive)".formatted(time.get()));
        }
    }

    public CutOverOptions withPatterns(List<Subject> patterns) {
        return new CutOverOptions(patterns, cutOvers, time, readers, filesPerDay, rowsPerFile, faults, ingest, seed,
                command);
    }

    public CutOverOptions withCutOvers(int cutOvers) {
        return new CutOverOptions(patterns, cutOvers, time, readers, filesPerDay, rowsPerFile, faults, ingest, seed,
                command);
    }

    public CutOverOptions withTime(Duration time) {
        return new CutOverOptions(patterns, cutOvers, Optional.of(time), readers, filesPerDay, rowsPerFile, faults,
                ingest, seed,
                command);
    }

    public CutOverOptions withReaders(int readers) {
        return new CutOverOptions(patterns, cutOvers, time, readers, filesPerDay, rowsPerFile, faults, ingest, seed,
                command);
    }

    public CutOverOptions withFiles(int filesPerDay, int rowsPerFile) {
        return new CutOverOptions(patterns, cutOvers, time, readers, filesPerDay, rowsPerFile, faults, ingest, seed,
                command);
    }

    public CutOverOptions withFaults(Set<Fault> faults) {
        return new CutOverOptions(patterns, cutOvers, time, readers, filesPerDay, rowsPerFile, faults, ingest, seed,
                command);
    }

    public CutOverOptions withIngest(Duration ingest) {
        return new CutOverOptions(patterns, cutOvers, time, readers, filesPerDay, rowsPerFile, faults,
                Optional.of(ingest), seed, command);
    }

    public CutOverOptions withSeed(long seed) {
        return new CutOverOptions(patterns, cutOvers, time, readers, filesPerDay, rowsPerFile, faults, ingest, seed,
                command);
    }

    public CutOverOptions withCommand(String command) {
        return new CutOverOptions(patterns, cutOvers, time, readers, filesPerDay, rowsPerFile, faults, ingest, seed,
                command);
    }
}
