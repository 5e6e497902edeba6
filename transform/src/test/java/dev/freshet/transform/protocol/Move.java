package dev.freshet.transform.protocol;

import java.time.Duration;

/**
 * What happens next in a world. A move that does not apply (to a process that is over, to a file that is not there)
 * does nothing, so that any part of a schedule is a schedule too.
 */
sealed interface Move {
    /** What a process does. */
    enum Job {
        RUN,
        REPAIR,
        /** Reads all files again. */
        REPAIR_FORCED,
        /** The same, and drops the rows of files that are gone: the one command that may. */
        DROP_GONE,
        /** Brings back what was dropped last. */
        RESTORE,
        ROLL_BACK,
        MAINTAIN
    }

    /** Where a process can be stopped by name, wherever that is in its run. */
    enum Point {
        WRITE("ingesting"),
        STAGE("staging"),
        RECONCILE("reconciling"),
        COMMIT("committing"),
        FLIP("CREATE OR REPLACE VIEW"),
        /** Housekeeping deletes what nothing refers to. */
        DELETE("deleting files");

        private final String words;

        Point(String words) {
            this.words = words;
        }

        /** Whether it is what a process does next. */
        boolean isNext(String next) {
            return next.startsWith(words);
        }
    }

    /**
     * A process begins.
     *
     * @param slot the place that it takes, of three
     * @param skew how far its clock is ahead
     */
    record Start(int slot, Job job, Duration skew) implements Move {}

    /** A process takes steps, until it is over at most. */
    record Go(int slot, int steps) implements Move {
        static final int TO_THE_END = 100_000;
    }

    /** A process takes steps until it comes to that point once more, or until it is over. */
    record Until(int slot, Point point) implements Move {}

    /** A process is killed: what it was about to do never happens. */
    record Kill(int slot) implements Move {}

    /** A process loses the reply to its next update of the catalog, or statement on Trino. */
    record Lose(int slot, Loss loss) implements Move {}

    record Pass(Duration duration) implements Move {}

    /**
     * A file lands.
     *
     * @param file its number
     * @param daysAgo the directory
     * @param poisonous whether no batch can read it, though Trino can
     */
    record Land(int file, int daysAgo, int rows, int rejects, boolean poisonous) implements Move {}

    record Delete(int file) implements Move {}

    record Alter(int file, Landed.Change change) implements Move {}

    /** As one line that {@link #parse} reads. */
    default String line() {
        return switch (this) {
            case Start m -> "start %d %s %s".formatted(m.slot, m.job, m.skew);
            case Go m -> "go %d %d".formatted(m.slot, m.steps);
            case Until m -> "until %d %s".formatted(m.slot, m.point);
            case Kill m -> "kill %d".formatted(m.slot);
            case Lose m -> "lose %d %s".formatted(m.slot, m.loss);
            case Pass m -> "pass " + m.duration;
            case Land m -> "land %d %d %d %d %s".formatted(m.file, m.daysAgo, m.rows, m.rejects, m.poisonous);
            case Delete m -> "delete " + m.file;
            case Alter m -> "alter %d %s".formatted(m.file, m.change);
        };
    }

    static Move parse(String line) {
        String[] w = line.split(" ");
        return switch (w[0]) {
            case "start" -> new Start(number(w[1]), Job.valueOf(w[2]), Duration.parse(w[3]));
            case "go" -> new Go(number(w[1]), number(w[2]));
            case "until" -> new Until(number(w[1]), Point.valueOf(w[2]));
            case "kill" -> new Kill(number(w[1]));
            case "lose" -> new Lose(number(w[1]), Loss.valueOf(w[2]));
            case "pass" -> new Pass(Duration.parse(w[1]));
            case "land" -> new Land(number(w[1]), number(w[2]), number(w[3]), number(w[4]), Boolean.parseBoolean(w[5]));
            case "delete" -> new Delete(number(w[1]));
            case "alter" -> new Alter(number(w[1]), Landed.Change.valueOf(w[2]));
            default -> throw new IllegalArgumentException("Invalid move: " + line);
        };
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
