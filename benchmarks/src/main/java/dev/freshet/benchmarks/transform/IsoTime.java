package dev.freshet.benchmarks.transform;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** Reads times in ISO-8601. The JDK's parser would take a good part of a peer's time. */
final class IsoTime {
    private static final int FRACTION = "2026-11-22T10:00:00".length();
    private static final int MICRO_DIGITS = 6;

    private IsoTime() {}

    /** Microseconds since 1970-01-01T00:00:00Z; further digits are cut off. */
    static long micros(String text) {
        if (text.length() <= FRACTION || text.charAt(FRACTION - 3) != ':') {
            return microsOf(OffsetDateTime.parse(text)); // without seconds
        }
        int at = FRACTION;
        long fraction = 0;
        int digits = 0;
        if (text.charAt(at) == '.') {
            for (at++; Character.isDigit(text.charAt(at)); at++) {
                if (digits < MICRO_DIGITS) {
                    fraction = 10 * fraction + text.charAt(at) - '0';
                    digits++;
                }
            }
        }
        for (; digits < MICRO_DIGITS; digits++) {
            fraction *= 10;
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
        long second = day * TimeUnit.DAYS.toSeconds(1) + number(text, 11, 13) * 3_600L + number(text, 14, 16) * 60L
                + number(text, 17, 19);
        return TimeUnit.SECONDS.toMicros(second - offsetSeconds(text, at)) + fraction;
    }

    private static int offsetSeconds(String text, int at) {
        return text.charAt(at) == 'Z' ? 0 : ZoneOffset.of(text.substring(at)).getTotalSeconds();
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + Character.digit(text.charAt(i), 10);
        }
        return number;
    }

    private static long microsOf(OffsetDateTime time) {
        return TimeUnit.SECONDS.toMicros(time.toEpochSecond()) + time.getNano() / 1_000;
    }
}
