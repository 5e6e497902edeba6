package dev.freshet.gateway.sql;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A column's upper bound that holds for all rows that pass a WHERE clause.
 *
 * @param column in lower case
 * @param time the local time of the literal
 * @param zone the literal's; if empty, a column with a time zone is compared in the session's zone
 * @param inclusive whether the column may equal the bound
 */
record UpperBound(String column, LocalDateTime time, Optional<ZoneId> zone, boolean inclusive) {
    /** The westernmost zone that Trino knows, where a local time occurs last. */
    private static final ZoneOffset LAST = ZoneOffset.ofHours(-14);

    /** Whether the column is before {@code end}, if it has no time zone. */
    boolean isBefore(LocalDateTime end) {
        return zone.isEmpty() && (inclusive ? time.isBefore(end) : !time.isAfter(end));
    }

    /** Whether the column is before {@code end}, if it has a time zone, whatever the session's zone. */
    boolean isBefore(Instant end) {
        Instant last = zone.map(z -> time.atZone(z).withLaterOffsetAtOverlap().toInstant())
                .orElseGet(() -> time.toInstant(LAST));
        return inclusive ? last.isBefore(end) : !last.isAfter(end);
    }

    /** The looser of the two, if they can be compared. */
    static Optional<UpperBound> looser(UpperBound a, UpperBound b) {
        if (!a.column.equals(b.column) || !a.zone.equals(b.zone)) {
            return Optional.empty();
        }
        int order = a.time.compareTo(b.time);
        return Optional.of(order > 0 || order == 0 && a.inclusive ? a : b);
    }
}
