package dev.freshet.transform.publish;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.Hot;
import dev.freshet.spec.sql.SetAside;
import java.util.List;
import java.util.Optional;

/**
 * What history, hot table and tail serve: history before the boundary, the others from there on.
 *
 * @param until the first landing partition that the tail does not serve
 * @param previous the boundary that a rollback restores
 * @param setAside raw files that the tail leaves out
 * @param hot what the hot table serves in place of raw files
 * @param rollbacks how many there have been. No boundary from before the last one counts any more.
 */
public record Span(Boundary boundary, LandingPartition until, Optional<Boundary> previous, SetAside setAside,
        Hot hot, int rollbacks) {
    public List<LandingPartition> tail() {
        return boundary.tail(until).toList();
    }

    public Span without(SetAside files) {
        return new Span(boundary, until, previous, files, hot, rollbacks);
    }

    /** The same with what the hot table serves now. */
    public Span with(Hot now) {
        return new Span(boundary, until, previous, setAside, now, rollbacks);
    }

    /**
     * The later boundary, the longer tail and the later hot table of the two. The tail never moves back. Only a
     * rollback moves the boundary back, so the one that knows of more rollbacks has the boundary that counts.
     */
    public Span atLeast(Span other) {
        if (rollbacks > other.rollbacks) {
            return new Span(boundary, later(until, other.until), previous, setAside.and(other.setAside), hot,
                    rollbacks);
        }
        if (rollbacks < other.rollbacks) {
            return other.atLeast(this);
        }
        boolean moved = boundary.isBefore(other.boundary);
        return new Span(moved ? other.boundary : boundary, later(until, other.until),
                moved ? other.previous : previous, setAside.and(other.setAside), hot.orLater(other.hot), rollbacks);
    }

    private static LandingPartition later(LandingPartition a, LandingPartition b) {
        return a.isBefore(b) ? b : a;
    }
}
