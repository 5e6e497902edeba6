package dev.freshet.transform.protocol;

import java.time.Duration;

/**
 * The next event in a world. A move that does not apply, because its process has ended or its file does not exist, does
 * nothing, so that any part of a schedule is a schedule too.
 */
sealed interface Move {
    /** The command that a process executes. */
    enum Job {
        RUN,
        /** Ingests files during the day. */
        INGEST,
        REPAIR,
        /** Reads all files again. */
        REPAIR_FORCED,
        /** Reads all files again and drops the rows of deleted files, which no other command may do. */
        DROP_GONE,
        /** Restores the rows that were dropped last. */
        RESTORE,
        /** Ingests all landed days up to yesterday, each in a commit of its own. */
        BACKFILL,
        ROLL_BACK,
        MAINTAIN
    }

    /** A point at which a process can be paused by name. */
    enum Point {
        WRITE("ingesting"),
        STAGE("staging"),
        RECONCILE("reconciling"),
        COMMIT("committing"),
        FLIP("CREATE OR REPLACE VIEW"),
        /** Housekeeping deletes unreferenced files. */
        DELETE("deleting unreferenced files");

        private final String words;

        Point(String words) {
            this.words = words;
        }

        /** Whether the process is at this point. */
        boolean isNext(String next) {
            return next.startsWith(words);
        }
    }

    /**
     * Starts a process.
     *
     * @param slot one of three places for processes
     * @param skew how far its clock is ahead
     */
    record Start(int slot, Job job, Duration skew) implements Move {}

    /** Lets a process take steps, at most until it ends. */
    record Go(int slot, int steps) implements Move {
        static final int TO_THE_END = 100_000;
    }

    /** Lets a process take steps until it next reaches a point, or until it ends. */
    record Until(int slot, Point point) implements Move {}

    /** Kills a process before its next step. */
    record Kill(int slot) implements Move {}

    /** Makes a process lose the reply to its next catalog update or Trino statement. */
    record Lose(int slot, Loss loss) implements Move {}

    record Pass(Duration duration) implements Move {}

    /**
     * Lands a file.
     *
     * @param file its number
     * @param daysAgo how many days before today the directory is
     * @param poisonous whether Trino can read it but no batch can
     */
    record Land(int file, int daysAgo, int rows, int rejects, boolean poisonous) implements Move {}

    record Delete(int file) implements Move {}

    record Alter(int file, Landed.Change change) implements Move {}

    /** The move as one line that {@link #parse} reads. */
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
