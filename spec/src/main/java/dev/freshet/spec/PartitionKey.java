package dev.freshet.spec;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A directory's name in the path of a raw file: with the key {@code region}, {@code eu} is the value of all lines in
 * {@code dt=2026-11-22/region=eu/a.json}. The first of equal keys below the landing root counts. Reads the path in
 * Trino and in Java alike.
 */
public record PartitionKey(String key) implements Source {
    private static final String KEY = "[A-Za-z0-9_.-]+";
    /** What Hive and Spark write for NULL. */
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    /** @throws Mistake if it is not the key of a directory's name */
    static PartitionKey parse(String text) {
        if (!text.matches(KEY)) {
            throw new Mistake("Invalid partition key \"" + text + "\"",
                    "write the part before the =, such as region for region=eu: letters, digits, _, - and .");
        }
        return new PartitionKey(text);
    }

    /** The keys of the directories in a path. */
    public static Set<PartitionKey> of(String path) {
        return Pattern.compile("(?:^|/)(" + KEY + ")=[^/]*(?=/)").matcher(path).results()
                .map(key -> new PartitionKey(key.group(1))).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The value as Trino's text; NULL if the path has none. {@code "$path"} is that of the file. */
    public String sql(Landing landing) {
        String root = landing.root();
        String value = "regexp_extract(substr(\"$path\", %d), '%s', 1)"
                .formatted(root.codePointCount(0, root.length()) + 1, pattern());
        // Trino 482 and 483 cannot plan nullif of an expression in TRY (trinodb/trino#30399).
        return "IF(%1$s <> '%2$s', coalesce(TRY(url_decode(replace(%1$s, '+', '%%2B'))), %1$s))".formatted(value, NULL);
    }

    /** The value's text; {@code null} if the path has none. */
    public String in(String path, Landing landing) {
        return below(path.substring(landing.root().length()));
    }

    /** The same for a path below the landing root, with a slash at the start. */
    public String below(String path) {
        Matcher found = Pattern.compile(pattern()).matcher(path);
        if (!found.find() || found.group(1).equals(NULL)) {
            return null;
        }
        String value = found.group(1);
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // a % that is no code
        }
    }

    private String pattern() {
        return "/" + key.replace(".", "[.]") + "=([^/]*)/";
    }

    @Override
    public String toString() {
        return "the partition key " + key;
    }
}
