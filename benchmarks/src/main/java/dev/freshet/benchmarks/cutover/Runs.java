package dev.freshet.benchmarks.cutover;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The runs of the batch, oldest first. */
final class Runs {
    private final List<Run> runs = new ArrayList<>();

    synchronized void begins(Run.Kind kind, LocalDate boundary) {
        runs.add(Run.began(kind, boundary, System.nanoTime()));
    }

    /** The first flip of a run counts: it replaces several views. */
    synchronized void flipBegins() {
        if (runs.getLast().flipBegan() == Run.NOT_YET) {
            runs.add(runs.removeLast().flipBeganAt(System.nanoTime()));
        }
    }

    synchronized void ended() {
        runs.add(runs.removeLast().endedAt(System.nanoTime()));
    }

    synchronized List<Run> all() {
        return List.copyOf(runs);
    }

    /** Where a query lies in the last run that began before it had ended, for people. */
    synchronized String around(long sent, long ended) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            Run run = runs.get(i);
            if (run.began() < ended) {
                return "%s %d to boundary %s: began %s, flip began %s, ended %s; the query took %d ms".formatted(
                        run.kind() == Run.Kind.BATCH ? "run" : "rollback", i + 1, run.boundary(),
                        after(sent, run.began()), after(sent, run.flipBegan()), after(sent, run
                                .ended()),
                        (ended - sent) / 1_000_000);
            }
        }
        return "before the first run";
    }

    private static String after(long sent, long nanos) {
        return nanos == Run.NOT_YET ? "not yet"
                : "%+d ms after the query was sent".formatted((nanos - sent) / 1_000_000);
    }
}
