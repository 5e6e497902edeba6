package dev.freshet.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One directory of the landing zone: a landing day or a landing hour. It is the unit of ingest and cut-over, and the
 * value of {@code landed_on}.
 *
 * @param start local time in the dataset's zone. When clocks go back, one hourly directory has two hours of files; when
 *        they go forward, one stays empty.
 */
public record LandingPartition(Cadence cadence, LocalDateTime start) implements Comparable<LandingPartition> {
    /** The column with the landing partition, in all views. */
    public static final String COLUMN = "landed_on";

    private static final DateTimeFormatter HOUR = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH")
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0).toFormatter();

    public LandingPartition {
        Objects.requireNonNull(cadence, "cadence is null");
        if (!start.equals(start.truncatedTo(cadence.unit()))) {
            throw new IllegalArgumentException("Invalid start of a landing partition: " + start);
        }
    }

    public static LandingPartition of(LocalDate day) {
        return new LandingPartition(Cadence.DAILY, day.atStartOfDay());
    }

    /** The partition of a file that lands at this instant. */
    public static LandingPartition at(Instant instant, ZoneId zone, Cadence cadence) {
        return new LandingPartition(cadence, LocalDateTime.ofInstant(instant, zone).truncatedTo(cadence.unit()));
    }

    /**
     * Reads {@code 2026-11-22} or {@code 2026-11-22T05}.
     *
     * @throws DateTimeParseException if it is neither
     */
    public static LandingPartition parse(String text) {
        return text.length() > "2026-11-22".length()
                ? new LandingPartition(Cadence.HOURLY, LocalDateTime.parse(text, HOUR))
                : of(LocalDate.parse(text));
    }

    /** Parses the form of {@link #digits()}. */
    public static LandingPartition ofDigits(String digits) {
        LocalDate day = LocalDate.parse(digits.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
        return digits.length() == 8 ? of(day)
                : new LandingPartition(Cadence.HOURLY, day.atTime(Integer.parseInt(digits.substring(8)), 0));
    }

    public LocalDate day() {
        return start.toLocalDate();
    }

    public LandingPartition next() {
        return plus(1);
    }

    public LandingPartition plus(long partitions) {
        return new LandingPartition(cadence, start.plus(partitions, cadence.unit()));
    }

    /** All partitions from this one up to, but excluding, {@code end}. */
    public Stream<LandingPartition> until(LandingPartition end) {
        return Stream.iterate(this, p -> p.isBefore(end), LandingPartition::next);
    }

    public boolean isBefore(LandingPartition other) {
        return compareTo(other) < 0;
    }

    /** The instant at which it begins and the previous partition ends. */
    public Instant startsAt(ZoneId zone) {
        return start.atZone(zone).toInstant();
    }

    /** Digits only: {@code 20261122} or {@code 2026112205}. */
    public String digits() {
        return start.format(DateTimeFormatter.ofPattern(cadence.digits()));
    }

    /**
     * The value of {@code landed_on} in SQL: {@code DATE '2026-11-22'} or
     * {@code TIMESTAMP '2026-11-22 05:00:00.000000'}.
     */
    public String literal() {
        return switch (cadence) {
            case DAILY -> "DATE '" + day() + "'";
            case HOURLY ->
                "TIMESTAMP '" + start.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH")) + ":00:00.000000'";
        };
    }

    @Override
    public int compareTo(LandingPartition other) {
        return start.compareTo(other.start);
    }

    @Override
    public String toString() {
        return cadence == Cadence.DAILY ? day().toString() : start.format(HOUR);
    }
}
