package dev.freshet.cli.demo;

import dev.freshet.cli.telemetry.Truth;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;

/** Compares answers with the generator's truth. The first difference ends the demo. */
final class Checks {
    private int made;

    /** @param rejects rejects by reason, queried while nothing landed */
    void live(Answer live, SortedMap<String, Long> rejects, Truth landed) {
        long rejected = rejects.values().stream().mapToLong(Long::longValue).sum();
        if (live.rows() + rejected != landed.lines()) {
            throw new DemoException("Cannot account for every line: live rows and rejects differ from what landed "
                    + "(%d rows + %d rejects = %d, landed %d)".formatted(live.rows(), rejected, live.rows() + rejected,
                            landed.lines()));
        }
        made++;
        rows("live", live, landed);
        equal("rejects by reason", rejects, landed.rejectsByReason());
    }

    /**
     * @param past the truth about the rows that must be in history
     * @param asOf the start of the boundary, which the gateway must report as data as of
     */
    void t1(Answer t1, Truth past, Instant asOf) {
        rows("T-1", t1, past);
        equal("T-1 data as of", t1.asOf(), asOf);
        equal("T-1 rows from the tail", t1.tail(), 0L);
    }

    /** Checks the answer of a query during which files landed. */
    void between(Answer live, Truth before, Truth after) {
        if (live.rows() < before.rows() || live.rows() > after.rows()) {
            throw new DemoException("Cannot trust the live answer: it lacks rows that landed before the query, "
                    + "or has more than have landed since (rows %d, landed %d to %d)".formatted(live.rows(),
                            before.rows(),
                            after.rows()));
        }
    }

    private void rows(String which, Answer answer, Truth truth) {
        equal(which + " rows", answer.rows(), truth.rows());
        equal(which + " sum of size_bytes", answer.sizeBytes(), truth.sizeBytes());
        equal(which + " rows by status", answer.rowsByStatus(), truth.rowsByStatus());
    }

    void equal(String what, Object answer, Object truth) {
        if (!Objects.equals(answer, truth)) {
            throw new DemoException("Cannot trust the answer: %s differ (answered %s, landed %s)".formatted(what,
                    answer, truth));
        }
        made++;
    }

    /** The number of equalities checked so far. All of them held. */
    int made() {
        return made;
    }
}
