package dev.freshet.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first landing day that is served from the tail; all landing days before it are served from history. It stands as
 * a literal in the view text and nowhere else, so this type is the one place that compares it, renders it and reads it
 * back.
 */
public record Boundary(LocalDate day) implements Comparable<Boundary> {
    private static final Pattern IN_VIEW_TEXT = Pattern
            .compile("\"?landed_on\"? < (?:DATE '|date ')(\\d{4}-\\d{2}-\\d{2})'");

    public Boundary {
        Objects.requireNonNull(day, "day is null");
    }

    /** The predicate that history's branch of a view carries; {@link #inViewText} reads it back. */
    public String historyPredicate() {
        return "landed_on < " + literal(day);
    }

    /** {@code DATE '2026-11-23'}. */
    public static String literal(LocalDate day) {
        return "DATE '" + day + "'";
    }

    /** The boundary in the text of a published view, as Trino gives it back ({@code SHOW CREATE VIEW}). */
    public static Optional<Boundary> inViewText(String viewText) {
        Matcher matcher = IN_VIEW_TEXT.matcher(viewText);
        return matcher.find() ? Optional.of(new Boundary(LocalDate.parse(matcher.group(1)))) : Optional.empty();
    }

    /** Whether rows of this landing day are served from history. */
    public boolean servesFromHistory(LocalDate landingDay) {
        return landingDay.isBefore(day);
    }

    /** The instant up to which history is complete: the boundary day's start in the dataset's zone. */
    public Instant historyDataAsOf(ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    @Override
    public int compareTo(Boundary other) {
        return day.compareTo(other.day);
    }

    @Override
    public String toString() {
        return day.toString();
    }
}
