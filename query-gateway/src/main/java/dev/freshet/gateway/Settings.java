package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import java.sql.DriverPropertyInfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Freshet's own settings of a connection, from URL parameters, properties or client info, or of an HTTP request. All
 * other parameters go to trino-jdbc.
 */
public record Settings(Map<String, String> texts, Optional<Freshness> freshness, LivePolicy live) {
    public static final String FRESHNESS = "freshness";
    public static final String ON_LIVE_FAILURE = "on_live_failure";
    public static final String LIVE_TIMEOUT = "live_timeout";
    public static final String LIVE_BYTES = "live_bytes";
    /** The names of all of them. */
    public static final List<String> NAMES = List.of(FRESHNESS, ON_LIVE_FAILURE, LIVE_TIMEOUT, LIVE_BYTES);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(B|kB|MB|GB|TB)");
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

    /**
     * @param texts their values by name
     * @throws IllegalArgumentException if one of them is not valid
     */
    public static Settings of(Map<String, String> texts) {
        return new Settings(Map.copyOf(texts), Optional.ofNullable(texts.get(FRESHNESS)).map(Freshness::parse),
                new LivePolicy(Optional.ofNullable(texts.get(LIVE_TIMEOUT)).map(Settings::timeout),
                        texts.containsKey(LIVE_BYTES) ? OptionalLong.of(bytes(texts.get(LIVE_BYTES)))
                                : OptionalLong.empty(),
                        fallsBack(texts.getOrDefault(ON_LIVE_FAILURE, "fail"))));
    }

    /** @throws IllegalArgumentException if it is not valid */
    Settings with(String name, String text) {
        Map<String, String> changed = new TreeMap<>(texts);
        changed.put(name, text);
        return of(changed);
    }

    /** These settings where they are set, else {@code others}. */
    public Settings over(Settings others) {
        Map<String, String> both = new TreeMap<>(others.texts);
        both.putAll(texts);
        return of(both);
    }

    /** Resets one setting to its value in {@code others}. */
    Settings resetting(String name, Settings others) {
        Map<String, String> changed = new TreeMap<>(texts);
        changed.remove(name);
        Optional.ofNullable(others.texts.get(name)).ifPresent(text -> changed.put(name, text));
        return of(changed);
    }

    List<DriverPropertyInfo> propertyInfo() {
        return List.of(
                info(FRESHNESS,
                        "How fresh answers must be: live, t-1, consistent, or a bound on staleness such as PT15M"),
                info(ON_LIVE_FAILURE,
                        "What follows when a query through the live view fails, or goes beyond its limits",
                        "fail", "t-1"),
                info(LIVE_TIMEOUT,
                        "The time that a query through the live view has until its first row, such as PT30S"),
                info(LIVE_BYTES, "What a query through the live view may read until its first row, such as 10GB"));
    }

    private DriverPropertyInfo info(String name, String description, String... choices) {
        DriverPropertyInfo info = new DriverPropertyInfo(name, texts.get(name));
        info.description = description;
        info.choices = choices.length == 0 ? null : choices;
        return info;
    }

    private static boolean fallsBack(String text) {
        return switch (text) {
            case "fail" -> false;
            case "t-1" -> true;
            default -> throw new IllegalArgumentException("Invalid %s: %s (use fail or t-1)".formatted(ON_LIVE_FAILURE,
                    text));
        };
    }

    private static Duration timeout(String text) {
        try {
            Duration timeout = Duration.parse(text);
            if (!timeout.isNegative() && !timeout.isZero()) {
                return timeout;
            }
        } catch (DateTimeException e) {
            // thrown below
        }
        throw new IllegalArgumentException("Invalid %s: %s (use an ISO-8601 duration such as PT30S)".formatted(
                LIVE_TIMEOUT, text));
    }

    private static long bytes(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("Invalid %s: %s (use a number and one of %s, such as 10GB)".formatted(
                    LIVE_BYTES, text, String.join(", ", UNITS)));
        }
        return Long.parseLong(size.group(1)) << 10 * UNITS.indexOf(size.group(2));
    }
}
