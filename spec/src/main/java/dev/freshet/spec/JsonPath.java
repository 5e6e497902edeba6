package dev.freshet.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The path to a value in a line's object: keys from the top down. They match by case; the first of equal keys wins. */
public record JsonPath(List<String> keys) implements Source {
    private static final Pattern STEP = Pattern
            .compile("\\.([A-Za-z_][A-Za-z0-9_]*)|\\[\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"\\]");

    public JsonPath {
        keys = List.copyOf(keys);
    }

    public static JsonPath of(String... keys) {
        return new JsonPath(List.of(keys));
    }

    /**
     * Reads {@code $.device.id} or {@code $["odd key"].id}.
     *
     * @throws IllegalArgumentException naming the text and a valid form
     */
    public static JsonPath parse(String text) {
        List<String> keys = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = 1;
        while (text.startsWith("$") && at < text.length() && step.find(at) && step.start() == at) {
            keys.add(step.group(1) != null ? step.group(1) : step.group(2).replaceAll("\\\\(.)", "$1"));
            at = step.end();
        }
        if (keys.isEmpty() || at != text.length()) {
            throw new IllegalArgumentException(
                    "Invalid JSON path: " + text + " (write $.key, $.outer.inner or $[\"odd key\"])");
        }
        return new JsonPath(keys);
    }

    /** The path as Trino's {@code json_extract} expects it. */
    @Override
    public String toString() {
        return keys.stream().map(JsonPath::step).collect(Collectors.joining("", "$", ""));
    }

    private static String step(String key) {
        return key.matches("[A-Za-z_][A-Za-z0-9_]*") ? "." + key
                : "[\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    }
}
