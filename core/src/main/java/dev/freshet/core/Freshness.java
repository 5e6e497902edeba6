package dev.freshet.core;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;

/**
 * How fresh an answer must be: {@code live}, {@code t-1}, {@code consistent}, or a bound on staleness such as
 * {@code PT15M}.
 */
public sealed interface Freshness {
    Freshness LIVE = new Live();
    Freshness T_1 = new T1();
    Freshness CONSISTENT = new Consistent();

    /** Whether an answer is fresh enough if it lacks what landed after its data-as-of. */
    default boolean isMetWithoutTail(Instant dataAsOf, Instant sentAt) {
        return true;
    }

    /** Whether an answer with this data-as-of is too stale. */
    default boolean isTooStale(Instant dataAsOf, Instant sentAt) {
        return false;
    }

    /** Includes everything that landed before the query was sent. */
    record Live() implements Freshness {
        @Override
        public boolean isMetWithoutTail(Instant dataAsOf, Instant sentAt) {
            return false;
        }

        @Override
        public boolean isTooStale(Instant dataAsOf, Instant sentAt) {
            return dataAsOf.isBefore(sentAt);
        }

        @Override
        public String toString() {
            return "live";
        }
    }

    /** History alone, stable between two cut-overs. */
    record T1() implements Freshness {
        @Override
        public String toString() {
            return "t-1";
        }
    }

    /** History alone, and of all datasets of a statement up to the same time. */
    record Consistent() implements Freshness {
        @Override
        public String toString() {
            return "consistent";
        }
    }

    /** An answer whose data-as-of is no older than {@code bound} when the query is sent. */
    record StaleAtMost(Duration bound) implements Freshness {
        public StaleAtMost {
            Objects.requireNonNull(bound, "bound is null");
            if (bound.isNegative()) {
                throw new IllegalArgumentException("Invalid freshness: " + bound + " (a bound must not be negative)");
            }
        }

        @Override
        public boolean isMetWithoutTail(Instant dataAsOf, Instant sentAt) {
            return !isTooStale(dataAsOf, sentAt);
        }

        @Override
        public boolean isTooStale(Instant dataAsOf, Instant sentAt) {
            return Duration.between(dataAsOf, sentAt).compareTo(bound) > 0; // no bound is too long for this
        }

        @Override
        public String toString() {
            return bound.toString();
        }
    }

    /**
     * Reads {@code live}, {@code t-1}, {@code consistent} or an ISO-8601 duration, in any case.
     *
     * @throws IllegalArgumentException naming the value and what would be valid
     */
    static Freshness parse(String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        if (value.equals("live")) {
            return LIVE;
        }
        if (value.equals("t-1")) {
            return T_1;
        }
        if (value.equals("consistent")) {
            return CONSISTENT;
        }
        try {
            return new StaleAtMost(Duration.parse(value));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Invalid freshness: " + text
                            + " (use live, t-1, consistent, or an ISO-8601 duration such as PT15M)",
                    e);
        }
    }
}
