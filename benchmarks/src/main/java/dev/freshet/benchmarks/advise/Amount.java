package dev.freshet.benchmarks.advise;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and rates as users write them: {@code 10MB}, {@code 5MB/min}, {@code 2/s}. Units are decimal. */
public final class Amount {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?([A-Za-z]*)");
    private static final Map<String, Double> BYTES = units(Map.of("B", 1.0, "kB", 1e3, "MB", 1e6, "GB", 1e9, "TB",
            1e12));
    private static final Map<String, Double> SECONDS = units(Map.of("s", 1.0, "min", 60.0, "h", 3600.0, "d",
            86_400.0));

    private Amount() {}

    private static Map<String, Double> units(Map<String, Double> units) {
        Map<String, Double> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        map.putAll(units);
        return map;
    }

    /**
     * @param option for the message
     * @return bytes
     * @throws IllegalArgumentException saying what to write
     */
    public static double size(String option, String text) {
        Matcher size = SIZE.matcher(text);
        Double unit = size.matches() ? BYTES.get(size.group(2)) : null;
        if (unit == null || Double.parseDouble(size.group(1)) == 0) {
            throw invalid(option, text, "is no size such as 10MB or 500kB");
        }
        return Double.parseDouble(size.group(1)) * unit;
    }

    /** @return bytes per second */
    public static double dataRate(String option, String text) {
        String[] parts = text.split("/", 2);
        Double unit = parts.length == 2 ? SECONDS.get(parts[1].strip()) : null;
        if (unit == null) {
            throw invalid(option, text, "is no rate such as 5MB/min or 2GB/h; the times are s, min, h and d");
        }
        return size(option, parts[0].strip()) / unit;
    }

    /** @return how many per second */
    public static double rate(String option, String text) {
        String[] parts = text.split("/", 2);
        Double unit = parts.length == 2 ? SECONDS.get(parts[1].strip()) : null;
        if (unit == null || !parts[0].strip().matches("[0-9]{1,9}(?:\\.[0-9]{1,6})?")) {
            throw invalid(option, text, "is no rate such as 2/s or 30/min; the times are s, min, h and d");
        }
        return Double.parseDouble(parts[0].strip()) / unit;
    }

    private static IllegalArgumentException invalid(String option, String text, String why) {
        return new IllegalArgumentException("Invalid value for option '%s': '%s' %s".formatted(option, text, why));
    }
}
