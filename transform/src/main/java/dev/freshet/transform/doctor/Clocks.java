package dev.freshet.transform.doctor;

import java.time.Duration;
import java.time.Instant;

/** Compares clocks: this machine's decides when a day is over, Trino's and the storage's how old things are. */
final class Clocks {
    /** Clocks that are synchronized differ by less. */
    private static final Duration USUAL = Duration.ofSeconds(5);
    /** Beyond it, days end at other times than people think. */
    private static final Duration MOST = Duration.ofMinutes(1);

    private Clocks() {}

    /**
     * @param before this machine's clock before the other was read
     * @param after and afterwards
     */
    static Finding compare(String check, String whose, Instant before, Instant other, Instant after) {
        Duration skew = other.isBefore(before) ? Duration.between(other, before)
                : other.isAfter(after) ? Duration.between(after, other) : Duration.ZERO;
        String found = "%s and this machine's differ by %s".formatted(whose,
                skew.toSeconds() == 0 ? "less than a second" : skew.toSeconds() + " s");
        String fix = "synchronize both with NTP";
        return skew.compareTo(MOST) > 0 ? Finding.wrong(check, found, fix)
                : skew.compareTo(USUAL) > 0 ? Finding.warning(check, found, fix) : Finding.ok(check, found);
    }
}
