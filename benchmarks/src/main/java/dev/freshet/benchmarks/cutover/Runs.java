package dev.freshet.benchmarks.cutover;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The runs of the batch, in the order in which they began. */
final class Runs {
    /** Of a wrong read, so many runs are named: a run that was killed long before can still be the cause. */
    private static final int NAMED = 40;

    private final List<Run> runs = new ArrayList<>();

    /**
     * @param boundary the boundary that it will publish
     * @param tailEnd the last day that the tail will reach then, at least
     * @return its number
     */
    synchronized int begins(Run.Kind kind, LocalDate boundary, LocalDate tailEnd) {
        runs.add(Run.began(kind, boundary, tailEnd, System.nanoTime()));
        return runs.size() - 1;
    }

    /** The first flip of a run counts, because a run replaces several views. */
    synchronized void flipBegins(int number) {
        long now = System.nanoTime();
        update(number, run -> run.flipBegan() == Run.NOT_YET ? run.flipBeganAt(now) : run);
    }

    synchronized void ended(int number) {
        ended(number, runs.get(number).boundary());
    }

    /** @param boundary that it published */
    synchronized void ended(int number, LocalDate boundary) {
        long now = System.nanoTime();
        update(number, run -> run.endedAt(now, boundary));
    }

    /**
     * It failed.
     *
     * @param boundary the last that it can have published
     */
    synchronized void failed(int number, LocalDate boundary) {
        long now = System.nanoTime();
        update(number, run -> run.failedAt(now, boundary));
    }

    /** @param boundary the last that it can have published */
    synchronized void killed(int number, LocalDate boundary) {
        long now = System.nanoTime();
        update(number, run -> run.killedAt(now, boundary));
    }

    private void update(int number, UnaryOperator<Run> update) {
        runs.set(number, update.apply(runs.get(number)));
    }

    synchronized Run run(int number) {
        return runs.get(number);
    }

    synchronized List<Run> all() {
        return List.copyOf(runs);
    }

    /** The last runs that began before a query had ended, newest first, for people. */
    synchronized List<String> before(long sent, long ended) {
        List<String> before = new ArrayList<>();
        for (int i = runs.size() - 1; i >= 0 && before.size() < NAMED; i--) {
            if (runs.get(i).began() < ended) {
                before.add(named(i, sent));
            }
        }
        return before;
    }

    private String named(int number, long sent) {
        Run run = runs.get(number);
        return "%s %d to boundary %s: began %s, flip began %s, %s %s".formatted(switch (run.kind()) {
            case BATCH -> "run";
            case ROLL_BACK -> "rollback";
            case MAINTENANCE -> "housekeeping";
        }, number + 1, run.boundary(), after(sent, run.began()), after(sent, run.flipBegan()),
                run.failed() ? "failed" : "ended", after(sent, run.ended()));
    }

    private static String after(long sent, long nanos) {
        return nanos == Run.NOT_YET ? "not yet"
                : "%+d ms after the query was sent".formatted((nanos - sent) / 1_000_000);
    }
}
