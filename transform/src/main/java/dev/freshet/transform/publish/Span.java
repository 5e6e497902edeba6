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
 */
public record Span(Boundary boundary, LandingPartition until, Optional<Boundary> previous, SetAside setAside,
        Hot hot) {
    public List<LandingPartition> tail() {
        return boundary.tail(until).toList();
    }

    public Span without(SetAside files) {
        return new Span(boundary, until, previous, files, hot);
    }

    /** The same with what the hot table serves now. */
    public Span with(Hot now) {
        return new Span(boundary, until, previous, setAside, now);
    }

    /** The later boundary and the longer tail of the two: neither ever moves back. */
    public Span atLeast(Span other) {
        boolean moved = boundary.isBefore(other.boundary);
        return new Span(moved ? other.boundary : boundary, until.isBefore(other.until) ? other.until : until,
                moved ? other.previous : previous, setAside.and(other.setAside), hot.orLater(other.hot));
    }
}
