package dev.freshet.core;

import java.time.temporal.ChronoUnit;

/** The length of a landing partition, a day or an hour. The landing layout determines it. */
public enum Cadence {
    DAILY(ChronoUnit.DAYS, "uuuuMMdd"),
    HOURLY(ChronoUnit.HOURS, "uuuuMMddHH");

    private final ChronoUnit unit;
    private final String digits;

    Cadence(ChronoUnit unit, String digits) {
        this.unit = unit;
        this.digits = digits;
    }

    public ChronoUnit unit() {
        return unit;
    }

    /** The pattern of {@link LandingPartition#digits()}. */
    String digits() {
        return digits;
    }
}
