package dev.freshet.gateway.sql;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What a WHERE clause says of all rows that it lets through: a column is before a moment.
 *
 * @param column in lower case
 * @param time as the literal says it
 * @param zone the literal's; without one, a column with a time zone is compared in the session's
 * @param inclusive whether the column may also be that very moment
 */
public record UpperBound(String column, LocalDateTime time, Optional<ZoneId> zone, boolean inclusive) {
    /** The westernmost zone that Trino knows, in which a local time comes last. */
    private static final ZoneOffset LAST = ZoneOffset.ofHours(-14);

    /** Whether the column is before {@code end}, if it has no time zone. */
    public boolean isBefore(LocalDateTime end) {
        return zone.isEmpty() && (inclusive ? time.isBefore(end) : !time.isAfter(end));
    }

    /** Whether the column is before {@code end}, if it has a time zone, whatever the session's zone. */
    public boolean isBefore(Instant end) {
        Instant last = zone.map(z -> time.atZone(z).withLaterOffsetAtOverlap().toInstant())
                .orElseGet(() -> time.toInstant(LAST));
        return inclusive ? last.isBefore(end) : !last.isAfter(end);
    }

    /** The one that says less, if the two can be compared. */
    static Optional<UpperBound> looser(UpperBound a, UpperBound b) {
        if (!a.column.equals(b.column) || !a.zone.equals(b.zone)) {
            return Optional.empty();
        }
        int order = a.time.compareTo(b.time);
        return Optional.of(order > 0 || order == 0 && a.inclusive ? a : b);
    }
}
