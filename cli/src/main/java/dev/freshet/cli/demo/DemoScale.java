package dev.freshet.cli.demo;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * How much the demo lands.
 *
 * @param filesPerDay files in each past day, and in today before the rounds
 * @param linesPerFile lines in each of these files
 * @param rounds number of rounds; each compares and checks the two answers
 * @param linesPerRound lines in each file that lands during the rounds
 * @param pause between two of these files
 * @param growths how often the day grows after that
 * @param filesPerGrowth files that land each time
 * @param linesPerGrowth lines in each of these files
 */
public record DemoScale(long seed, int filesPerDay, int linesPerFile, int rounds, int linesPerRound, Duration pause,
        int growths, int filesPerGrowth, int linesPerGrowth) {
    /** Three days of 2 MB each, then files until the rounds end, then three times 20 MB. */
    public static final DemoScale DEFAULT = new DemoScale(20_261_122, 4, 1_200, 5, 500, Duration.ofMillis(1_200), 3, 4,
            12_000);

    public DemoScale {
        if (IntStream.of(filesPerDay, linesPerFile, rounds, linesPerRound, growths, filesPerGrowth, linesPerGrowth)
                .anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException(
                    ("Invalid scale of the demo: files a day %d, lines a file %d, rounds %d, lines a round %d, growths %d, "
                            + "files a growth %d, lines in each %d (each must be at least 1)").formatted(filesPerDay,
                                    linesPerFile, rounds, linesPerRound, growths, filesPerGrowth, linesPerGrowth));
        }
    }
}
