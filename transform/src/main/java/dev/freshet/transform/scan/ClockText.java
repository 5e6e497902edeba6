package dev.freshet.transform.scan;

import dev.freshet.transform.bytes.Words;
import java.time.LocalDate;

/** Dates and times in the common forms of ISO-8601. Remembers the last date, as dates repeat. */
final class ClockText {
    /** No recognized date or time. */
    static final long UNKNOWN = NumberText.UNKNOWN;

    private static final int DATE = 10;
    private static final int SECONDS = 19;
    private static final long DAY_MICROS = 86_400_000_000L;

    private long yearAndMonth;
    private int dayOfMonth;
    private long day;

    /** Days since 1970-01-01 of a date and nothing after it. */
    long day(byte[] text, int from, int to) {
        return to - from == DATE ? day(text, from) : UNKNOWN;
    }

    private long day(byte[] text, int from) {
        long start = Words.word(text, from);
        int rest = text[from + 8] << 8 | text[from + 9];
        if (start != yearAndMonth || rest != dayOfMonth) {
            day = parsed(text, from);
            yearAndMonth = start;
            dayOfMonth = rest;
        }
        return day;
    }

    private static long parsed(byte[] text, int from) {
        int year = 100 * two(text, from) + two(text, from + 2);
        int month = two(text, from + 5);
        int dayOfMonth = two(text, from + 8);
        if (two(text, from) < 0 || two(text, from + 2) < 0 || year < 1 || month < 1 || month > 12 || dayOfMonth < 1
                || text[from + 4] != '-' || text[from + 7] != '-'
                || dayOfMonth > LocalDate.of(year, month, 1).lengthOfMonth()) {
            return UNKNOWN;
        }
        return LocalDate.of(year, month, dayOfMonth).toEpochDay();
    }

    /** Two digits as a number, else something below -1,000. */
    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -10_000 : 10 * tens + ones;
    }

    /** Microseconds since 1970-01-01T00:00 of a date, a time with seconds and nothing after it. */
    long local(byte[] text, int from, int to) {
        return to - from < SECONDS ? UNKNOWN : micros(text, from, to);
    }

    /** The same in UTC, of a date, a time with seconds, and {@code Z} or an offset of hours and minutes. */
    long utc(byte[] text, int from, int to) {
        if (to - from <= SECONDS) {
            return UNKNOWN;
        }
        if (text[to - 1] == 'Z') {
            return micros(text, from, to - 1);
        }
        int offset = offsetMinutes(text, to - 6);
        if (to - from < SECONDS + 6 || offset < 0) {
            return UNKNOWN;
        }
        long micros = micros(text, from, to - 6);
        return micros == UNKNOWN ? UNKNOWN
                : micros + (text[to - 6] == '+' ? -offset : offset) * 60_000_000L;
    }

    /** Of {@code +02:00} without its sign; below zero if it is not such an offset. */
    private static int offsetMinutes(byte[] text, int at) {
        int hours = two(text, at + 1);
        int minutes = two(text, at + 4);
        return (text[at] == '+' || text[at] == '-') && text[at + 3] == ':' && hours <= 13 && minutes <= 59
                ? 60 * hours + minutes
                : -1;
    }

    private long micros(byte[] text, int from, int to) {
        long date = day(text, from);
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        byte between = text[from + 10];
        if (date == UNKNOWN || between != 'T' && between != ' ' || text[from + 13] != ':' || text[from + 16] != ':'
                || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return UNKNOWN;
        }
        long fraction = to - from == SECONDS ? 0 : fraction(text, from + SECONDS, to);
        return fraction < 0 ? UNKNOWN
                : date * DAY_MICROS + (3_600 * hour + 60 * minute + second) * 1_000_000L + fraction;
    }

    /** Microseconds of a point and up to nine digits, rounded half up; below zero if it is something else. */
    private static long fraction(byte[] text, int from, int to) {
        int count = to - from - 1;
        long digits = NumberText.whole(text, from + 1, to);
        if (text[from] != '.' || count > 9 || digits < 0 || text[from + 1] == '-') {
            return -1;
        }
        return count <= 6 ? digits * NumberText.power(6 - count)
                : (digits * NumberText.power(9 - count) + 500) / 1_000;
    }
}
