package dev.freshet.core;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where history ends and the tail begins: the first landing partition that the tail serves. It exists only as a literal
 * in the view text, and only this type compares, renders and parses it. It answers for what it divides, so that no
 * other code needs the partition itself.
 */
public final class Boundary implements Comparable<Boundary> {
    private static final Pattern IN_VIEW_TEXT = Pattern.compile(
            "\"?landed_on\"? < (?i:DATE|TIMESTAMP) '(\\d{4}-\\d{2}-\\d{2})(?: (\\d{2}):00:00(?:\\.0+)?)?'");

    private final LandingPartition first;

    /** @param first the first landing partition that the tail serves */
    public Boundary(LandingPartition first) {
        this.first = Objects.requireNonNull(first, "first is null");
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

    /** The predicate on history's branch of a view; {@link #inViewText} parses it. */
    public String historyPredicate() {
        return "landed_on < " + first.literal();
    }

    /** Whether rows of this landing partition are served from history. */
    public boolean servesFromHistory(LandingPartition partition) {
        return partition.isBefore(first);
    }

    /** The landing partitions of a tail that ends before {@code end}. */
    public Stream<LandingPartition> tail(LandingPartition end) {
        return first.until(end);
    }

    /** The end of the shortest tail, which serves one landing partition. */
    public LandingPartition shortestTailEnd() {
        return first.next();
    }

    /** The last {@code count} landing partitions that history serves. */
    public Stream<LandingPartition> recentHistory(int count) {
        return first.plus(-count).until(first);
    }

    /** The landing partitions that go from tail to history when this boundary moves to {@code later}. */
    public Stream<LandingPartition> until(Boundary later) {
        return first.until(later.first);
    }

    public boolean isBefore(Boundary other) {
        return compareTo(other) < 0;
    }

    /** The local time, in the dataset's zone, at which history ends. */
    public LocalDateTime historyEnd() {
        return first.start();
    }

    /** The instant up to which history is complete. */
    public Instant historyDataAsOf(ZoneId zone) {
        return first.startsAt(zone);
    }

    /**
     * The boundary, in the same cadence, at which history ends at this instant. Empty if no landing partition begins
     * then.
     */
    public Optional<Boundary> endingHistoryAt(Instant end, ZoneId zone) {
        return Optional.of(LandingPartition.at(end, zone, first.cadence()))
                .filter(partition -> partition.startsAt(zone).equals(end)).map(Boundary::new);
    }

    @Override
    public int compareTo(Boundary other) {
        return first.compareTo(other.first);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Boundary boundary && first.equals(boundary.first);
    }

    @Override
    public int hashCode() {
        return first.hashCode();
    }

    @Override
    public String toString() {
        return first.toString();
    }
}
