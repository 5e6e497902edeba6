package dev.freshet.spec;

import dev.freshet.core.Freshness;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.Collectors;

/** Parses the scalar values of a spec file. */
final class Words {
    private static final int NAME_LENGTH = 60;
    private static final Duration LONGEST_DURATION = Duration.ofDays(31);
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

    private static final List<TimeFormat> NAMED = Stream
            .concat(Stream.of(TimeFormat.ISO8601), Arrays.stream(TimeFormat.Epoch.values())).toList();
    /** The names of the formats that are no patterns. */
    static final List<String> FORMATS = NAMED.stream().map(TimeFormat::spec).toList();

    private Words() {}

    static String name(String text) {
        if (!isIdentifier(text) || text.length() > NAME_LENGTH) {
            throw new Mistake("Invalid name \"" + text + "\"",
                    "lower-case letters, digits and _, a letter first, at most " + NAME_LENGTH + " characters");
        }
        return text;
    }

    static boolean isIdentifier(String text) {
        return text.matches("[a-z][a-z0-9_]*");
    }

    static String schema(String text) {
        if (text.endsWith("_hidden")) {
            throw new Mistake("Invalid schema \"" + text + "\"", "_hidden is for the physical tables: leave it off");
        }
        return name(text);
    }

    static String location(String text) {
        if (!text.matches("[A-Za-z][A-Za-z0-9+.-]*:/\\S*")) {
            throw new Mistake("Invalid location \"" + text + "\"",
                    "write a URI, such as s3://bucket/path or local:///landing/path");
        }
        String root = text;
        while (root.endsWith("/") && !root.endsWith("://")) {
            root = root.substring(0, root.length() - 1);
        }
        return root;
    }

    static Layout layout(String text) {
        return Layout.parse(text);
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Mistake.unknown("time zone", text, ZoneId.getAvailableZoneIds(),
                    "use UTC, or an area and a city such as Europe/Berlin");
        }
    }

    /** A zone that Trino 476 has as well. */
    static ZoneId columnZone(String text) {
        ZoneId zone = zone(text);
        if (!text.matches("UTC|(?!SystemV/|Etc/(?:Greenwich|Zulu)$|America/Coyhaique)[A-Za-z]+/.+"
                + "|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)")) {
            throw new Mistake("Invalid zone \"" + text + "\"",
                    "use UTC, an area and a city such as Europe/Berlin, or an offset such as +02:00");
        }
        return zone;
    }

    static Duration duration(String text) {
        return duration(text, Duration.ZERO, LONGEST_DURATION).orElseThrow(
                () -> new Mistake("Invalid duration \"" + text + "\"",
                        "use days or hours up to P31D, such as P3D or PT12H"));
    }

    /** How long raw files are kept. */
    static Duration retention(String text) {
        return duration(text, SHORTEST_RETENTION, LONGEST_RETENTION).orElseThrow(
                () -> new Mistake("Invalid retention \"" + text + "\"", "use P1D or more days, such as P30D"));
    }

    private static Optional<Duration> duration(String text, Duration least, Duration most) {
        try {
            return Optional.of(Duration.parse(text))
                    .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A duration that is not zero. */
    static Duration interval(String text) {
        Duration interval = duration(text);
        if (interval.isZero()) {
            throw new Mistake("Invalid interval \"" + text + "\"", "use a second or more, such as PT1M");
        }
        return interval;
    }

    static MaxRejects maxRejects(String text) {
        try {
            return MaxRejects.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Mistake("Invalid value \"" + text + "\"", "write a part of the lines, such as 1% or 0.5%");
        }
    }

    static EngineMode engine(String text) {
        return oneOf(EngineMode.values(), text);
    }

    static ReconcileMode reconcile(String text) {
        return oneOf(ReconcileMode.values(), text);
    }

    static ParquetProfile parquet(String text) {
        return oneOf(ParquetProfile.values(), text);
    }

    private static <T> T oneOf(T[] words, String text) {
        return Arrays.stream(words).filter(word -> word.toString().equals(text)).findFirst()
                .orElseThrow(() -> new Mistake("Invalid value \"" + text + "\"", "use "
                        + Arrays.stream(words).map(Object::toString).collect(Collectors.joining(" or "))));
    }

    static Freshness freshness(String text) {
        try {
            Freshness freshness = Freshness.parse(text);
            if (!freshness.equals(Freshness.CONSISTENT)) { // a statement over several datasets requests it
                return freshness;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw new Mistake("Invalid freshness \"" + text + "\"", "use live, t-1, or a duration such as PT15M");
    }

    static JsonPath path(String text) {
        try {
            return JsonPath.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Mistake("Invalid path \"" + text + "\"", "write $.key, $.outer.inner or $[\"odd key\"]");
        }
    }

    static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new Mistake("Invalid value \"" + text + "\"", "use true or false");
        }
        return text.equals("true");
    }

    /** Whether invalid values are rejected. */
    static boolean rejects(String text) {
        if (!text.equals("reject") && !text.equals("null")) {
            throw new Mistake("Invalid value \"" + text + "\"", "use reject or null");
        }
        return text.equals("reject");
    }

    /** A name such as {@code epoch_millis}, or a pattern, which has a year. */
    static TimeFormat format(String text) {
        if (FORMATS.contains(text)) {
            return NAMED.get(FORMATS.indexOf(text));
        }
        if (!text.matches("(?s).*(?:[yY]{2}|uu).*")) {
            throw Mistake.unknown("format", text, FORMATS,
                    "use " + String.join(", ", FORMATS) + ", or a pattern such as yyyy-MM-dd HH:mm:ss");
        }
        return new TimeFormat.Text(Optional.of(TimePattern.parse(text)), Optional.empty());
    }
}
