package dev.freshet.cli.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A clock that stops at the end of a day. If midnight passes during the demo, its batch still ingests the same two
 * days. Files keep landing by the true time, in the next day, which the tail already spans.
 */
final class DayStandsStill extends Clock {
    private final Clock clock;
    private final Instant last;

    DayStandsStill(Clock clock, LocalDate day, ZoneId zone) {
        this(clock, day.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1));
    }

    private DayStandsStill(Clock clock, Instant last) {
        this.clock = clock;
        this.last = last;
    }

    @Override
    public Instant instant() {
        Instant now = clock.instant();
        return now.isAfter(last) ? last : now;
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DayStandsStill(clock.withZone(zone), last);
    }
}
