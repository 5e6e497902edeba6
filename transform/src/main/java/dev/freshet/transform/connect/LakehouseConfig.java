package dev.freshet.transform.connect;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How to reach a lakehouse: one properties file. {@code trino.*} is the JDBC URL and the names of the two catalogs, any
 * other {@code trino.} key is a property of the JDBC driver; {@code iceberg.*} are the standard properties of an
 * Iceberg catalog; {@code landing.*} are properties of the landing zone's {@code FileIO} if they differ from the
 * catalog's; {@code openlineage.*} says who is told of runs. {@code trino.landing-catalog-recursive} is for specs with
 * {@code landing.recursive}. In a value, <code>${ENV:NAME}</code> is replaced by an environment variable, as in Trino's
 * own files, and <code>${FILE:/path}</code> by a file's content.
 */
public record LakehouseConfig(String trinoUrl, String trinoCatalog, String landingCatalog, Map<String, String> trino,
        String icebergName, Map<String, String> iceberg, Map<String, String> landing,
        Optional<String> recursiveLandingCatalog, Map<String, String> openLineage) {
    private static final Pattern SECRET = Pattern.compile("\\$\\{(ENV|FILE):([^}]*)}");

    /**
     * @throws LakehouseException if the file cannot be read, lacks a key, or names an environment variable that is not
     *         set or a file that cannot be read
     */
    public static LakehouseConfig read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new LakehouseException("Cannot read the lakehouse file: " + file
                    + " (start one with ./freshet up, or write it: docs/lakehouse-file.md)", e);
        }
        return of(file.toString(), properties);
    }

    /** @param source where the properties come from, for messages */
    public static LakehouseConfig of(String source, Properties properties) {
        Map<String, String> trino = group(source, properties, "trino.");
        Map<String, String> iceberg = group(source, properties, "iceberg.");
        Map<String, String> landing = group(source, properties, "landing.");
        String url = take(source, trino, "trino.", "url");
        String catalog = take(source, trino, "trino.", "catalog");
        String landingCatalog = take(source, trino, "trino.", "landing-catalog");
        Optional<String> recursive = Optional.ofNullable(trino.remove("landing-catalog-recursive"));
        String name = take(source, iceberg, "iceberg.", "name");
        if (landing.isEmpty()) {
            landing = iceberg;
        }
        return new LakehouseConfig(url, catalog, landingCatalog, Map.copyOf(trino), name, Map.copyOf(iceberg),
                Map.copyOf(landing), recursive, Map.copyOf(group(source, properties, "openlineage.")));
    }

    /** A location beside the warehouse, which the same file system holds unless the landing zone has its own. */
    public Optional<String> landingRoot(String dataset) {
        return Optional.ofNullable(iceberg.get("warehouse")).filter(warehouse -> Stream.of("io-impl", "s3.endpoint")
                .allMatch(key -> Objects.equals(landing.get(key), iceberg.get(key))))
                .filter(warehouse -> warehouse.matches("[^/]+://[^/]*/.*[^/]/*"))
                .map(warehouse -> warehouse.replaceFirst("[^/]+/*$", "landing/" + dataset));
    }

    private static Map<String, String> group(String source, Properties properties, String prefix) {
        Map<String, String> group = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                group.put(key.substring(prefix.length()), resolved(source, key, properties.getProperty(key).strip()));
            }
        }
        return group;
    }

    private static String resolved(String source, String key, String value) {
        return SECRET.matcher(value).replaceAll(match -> {
            try {
                return Matcher.quoteReplacement(match.group(1).equals("ENV") ? Secrets.inEnvironment(match.group(2))
                        : Secrets.inFile(match.group(2)));
            } catch (IOException e) {
                throw new LakehouseException("Cannot resolve %s in %s: %s".formatted(key, source, e.getMessage()), e);
            }
        });
    }

    private static String take(String source, Map<String, String> group, String prefix, String key) {
        String value = group.remove(key);
        if (value == null || value.isEmpty()) {
            throw new LakehouseException("Missing key in %s: %s%s".formatted(source, prefix, key));
        }
        return Objects.requireNonNull(value);
    }

    /** Without the values, which may be secrets. */
    @Override
    public String toString() {
        return "LakehouseConfig[%s, trino.%s, iceberg.%s, landing.%s, openlineage.%s]".formatted(
                Secrets.hidden(trinoUrl),
                trino.keySet(), iceberg.keySet(), landing.keySet(), openLineage.keySet());
    }
}
