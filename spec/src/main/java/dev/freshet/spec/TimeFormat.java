package dev.freshet.spec;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** How the JSON value of a date or a timestamp is written. */
public sealed interface TimeFormat {
    /** ISO-8601 text, with an offset if the type has a time zone. */
    TimeFormat ISO8601 = new Text(Optional.empty(), Optional.empty());

    /** As in a spec: {@code iso8601}, {@code epoch_millis}, or a pattern. */
    String spec();

    /**
     * Text.
     *
     * @param pattern empty for ISO-8601
     * @param zone of a time that has no offset; empty if it has one, or if the type has no time zone
     */
    record Text(Optional<TimePattern> pattern, Optional<ZoneId> zone) implements TimeFormat {
        @Override
        public String spec() {
            return pattern.map(TimePattern::text).orElse("iso8601");
        }
    }

    /** A number of units since 1970-01-01T00:00:00Z. */
    enum Epoch implements TimeFormat {
        SECONDS(6),
        MILLIS(3),
        MICROS(0),
        NANOS(-3);

        private final int power;

        Epoch(int power) {
            this.power = power;
        }

        /** A unit has 10 to this power microseconds. */
        public int power() {
            return power;
        }

        /** The unit: {@code millis}. */
        public String unit() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String spec() {
            return "epoch_" + unit();
        }
    }
}
