package dev.freshet.core;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first landing partition that the tail serves; history serves all earlier ones. It exists only as a literal in the
 * view text, and only this type compares, renders and parses it.
 */
public record Boundary(LandingPartition first) implements Comparable<Boundary> {
    private static final Pattern IN_VIEW_TEXT = Pattern.compile(
            "\"?landed_on\"? < (?i:DATE|TIMESTAMP) '(\\d{4}-\\d{2}-\\d{2})(?: (\\d{2}):00:00(?:\\.0+)?)?'");

    public Boundary {
        Objects.requireNonNull(first, "first is null");
    }

    /** The predicate on history's branch of a view; {@link #inViewText} parses it. */
    public String historyPredicate() {
        return "landed_on < " + first.literal();
    }

    /** Finds the boundary in the text of a published view, as {@code SHOW CREATE VIEW} returns it. */
    public static Optional<Boundary> inViewText(String viewText) {
        Matcher matcher = IN_VIEW_TEXT.matcher(viewText);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String hour = matcher.group(2) == null ? "" : "T" + matcher.group(2);
        return Optional.of(new Boundary(LandingPartition.parse(matcher.group(1) + hour)));
    }

    /** Whether rows of this landing partition are served from history. */
    public boolean servesFromHistory(LandingPartition partition) {
        return partition.isBefore(first);
    }

    public boolean isBefore(Boundary other) {
        return compareTo(other) < 0;
    }

    /** The instant up to which history is complete. */
    public Instant historyDataAsOf(ZoneId zone) {
        return first.startsAt(zone);
    }

    @Override
    public int compareTo(Boundary other) {
        return first.compareTo(other.first);
    }

    @Override
    public String toString() {
        return first.toString();
    }
}
