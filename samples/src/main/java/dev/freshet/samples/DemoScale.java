package dev.freshet.samples;

import java.time.Duration;

/**
 * How much the demo lands.
 *
 * @param filesPerDay files in each past day, and in today before the rounds
 * @param linesPerFile lines in each of these files
 * @param rounds number of rounds; each compares and checks the two answers
 * @param linesPerRound lines in each file that lands during the rounds
 * @param pause between two of these files
 */
public record DemoScale(long seed, int filesPerDay, int linesPerFile, int rounds, int linesPerRound, Duration pause) {
    /** Three days of 2 MB each, then files until the rounds end. */
    public static final DemoScale DEFAULT = new DemoScale(20_261_122, 4, 1_200, 5, 500, Duration.ofMillis(1_200));

    public DemoScale {
        if (filesPerDay < 1 || linesPerFile < 1 || rounds < 1 || linesPerRound < 1) {
            throw new IllegalArgumentException("Invalid scale of the demo: files a day %d, lines a file %d, rounds %d, "
                    .formatted(filesPerDay, linesPerFile, rounds) + "lines a round " + linesPerRound
                    + " (each must be at least 1)");
        }
    }
}
