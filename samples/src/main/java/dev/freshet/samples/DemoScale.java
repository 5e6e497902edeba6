package dev.freshet.samples;

import java.time.Duration;

/**
 * How much the demo lands.
 *
 * @param filesPerDay in each of the two past days and in today, before the rounds
 * @param linesPerFile lines of such a file
 * @param rounds in each of which the two answers are compared and checked
 * @param linesPerRound lines of a file that lands during the rounds
 * @param pause between two such files
 */
public record DemoScale(long seed, int filesPerDay, int linesPerFile, int rounds, int linesPerRound, Duration pause) {
    /** Three days of 2 MB each, then files for as long as the rounds take. */
    public static final DemoScale DEFAULT = new DemoScale(20_261_122, 4, 1_200, 5, 500, Duration.ofMillis(1_200));

    public DemoScale {
        if (filesPerDay < 1 || linesPerFile < 1 || rounds < 1 || linesPerRound < 1) {
            throw new IllegalArgumentException("Invalid scale of the demo: files a day %d, lines a file %d, rounds %d, "
                    .formatted(filesPerDay, linesPerFile, rounds) + "lines a round " + linesPerRound
                    + " (each must be at least 1)");
        }
    }
}
