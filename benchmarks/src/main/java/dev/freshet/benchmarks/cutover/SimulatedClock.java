package dev.freshet.benchmarks.cutover;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that can be moved to the next day and then runs on at its usual pace. */
final class SimulatedClock extends Clock {
    private volatile Setting setting;

    private record Setting(Instant to, long atNanos) {}

    SimulatedClock(LocalDate day) {
        moveTo(day);
    }

    /** To the first moment of a day. */
    void moveTo(LocalDate day) {
        setting = new Setting(day.atStartOfDay(ZoneOffset.UTC).toInstant(), System.nanoTime());
    }

    LocalDate today() {
        return LocalDate.ofInstant(instant(), ZoneOffset.UTC);
    }

    @Override
    public Instant instant() {
        Setting now = setting;
        return now.to().plus(Duration.ofNanos(System.nanoTime() - now.atNanos()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Its days are always those of UTC. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
