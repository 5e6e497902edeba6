package dev.freshet.transform.protocol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The true time of a world, and clocks that are off by a constant. */
final class WorldClock {
    private volatile Instant now;

    WorldClock(Instant now) {
        this.now = now;
    }

    Instant instant() {
        return now;
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    Clock skewed(Duration skew) {
        return new Clock() {
            @Override
            public Instant instant() {
                return now.plus(skew);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
