package dev.freshet.gateway.sql;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a column is compared with: a literal, or the value of a parameter. Only upper bounds are derived from values, so
 * one that is not exactly known may be the latest that is possible.
 */
public sealed interface Value {
    /** Of another type, or not known. It bounds nothing. */
    Value UNKNOWN = new Unknown();

    /** {@code DATE '2026-11-20'}. */
    record Day(LocalDate day) implements Value {}

    /**
     * {@code TIMESTAMP '2026-11-20 10:30:00 UTC'}.
     *
     * @param zone empty if the literal has none
     */
    record Moment(LocalDateTime time, Optional<ZoneId> zone) implements Value {}

    /** {@code '2026-11-20'}, which the statement may cast. */
    record Text(String text) implements Value {}

    record Unknown() implements Value {}
}
