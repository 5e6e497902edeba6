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
 * catalog's. {@code trino.landing-catalog-recursive} is for specs with {@code landing.recursive}.
 * <code>${ENV:NAME}</code> in a value is replaced by an environment variable, as in Trino's own files.
 */
public record LakehouseConfig(String trinoUrl, String trinoCatalog, String landingCatalog, Map<String, String> trino,
        String icebergName, Map<String, String> iceberg, Map<String, String> landing,
        Optional<String> recursiveLandingCatalog) {
    private static final Pattern ENV = Pattern.compile("\\$\\{ENV:([A-Za-z_][A-Za-z0-9_]*)}");

    /**
     * @throws LakehouseException if the file cannot be read, lacks a key, or names an environment variable that is not
     *         set
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
                Map.copyOf(landing), recursive);
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
        Matcher matcher = ENV.matcher(value);
        return matcher.replaceAll(match -> {
            String variable = System.getenv(match.group(1));
            if (variable == null) {
                throw new LakehouseException("Cannot resolve %s in %s: the environment variable %s is not set"
                        .formatted(key, source, match.group(1)));
            }
            return Matcher.quoteReplacement(variable);
        });
    }

    private static String take(String source, Map<String, String> group, String prefix, String key) {
        String value = group.remove(key);
        if (value == null || value.isEmpty()) {
            throw new LakehouseException("Missing key in %s: %s%s".formatted(source, prefix, key));
        }
        return Objects.requireNonNull(value);
    }
}
