package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * {@code jdbc:freshet:trino://host:port/catalog/schema?freshness=PT15M&SSL=true}, taken apart.
 *
 * @param text as given
 * @param trino the URL for trino-jdbc, without the freshness
 * @param properties the properties for trino-jdbc, without the freshness
 */
record FreshetUrl(String text, String trino, Properties properties, Optional<Freshness> freshness) {
    static final String PREFIX = "jdbc:freshet:";
    static final String FRESHNESS = "freshness";

    static boolean accepts(String url) {
        return url != null && url.startsWith(PREFIX);
    }

    static FreshetUrl parse(String url, Properties info) throws SQLException {
        if (!url.startsWith(PREFIX + "trino:")) {
            throw invalid("Invalid URL: %s (use %strino://host:port/catalog/schema)".formatted(url, PREFIX));
        }
        String trino = "jdbc:" + url.substring(PREFIX.length());
        List<String> freshness = new ArrayList<>();
        int question = trino.indexOf('?');
        if (question >= 0) {
            List<String> rest = new ArrayList<>();
            for (String parameter : trino.substring(question + 1).split("&")) {
                if (parameter.startsWith(FRESHNESS + "=")) {
                    freshness.add(URLDecoder.decode(parameter.substring(FRESHNESS.length() + 1),
                            StandardCharsets.UTF_8));
                } else {
                    rest.add(parameter);
                }
            }
            trino = trino.substring(0, question) + (rest.isEmpty() ? "" : "?" + String.join("&", rest));
        }
        Properties properties = new Properties();
        if (info != null) {
            info.stringPropertyNames().forEach(name -> properties.setProperty(name, info.getProperty(name)));
        }
        Object property = properties.remove(FRESHNESS);
        if (property != null) {
            freshness.add((String) property);
        }
        return new FreshetUrl(url, trino, properties, one(freshness));
    }

    private static Optional<Freshness> one(List<String> values) throws SQLException {
        if (values.size() > 1) {
            throw invalid("Invalid freshness: %s (give it once, in the URL or as a property)".formatted(values));
        }
        try {
            return values.stream().findFirst().map(Freshness::parse);
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    private static SQLException invalid(String message) {
        return new SQLException(message, Gateway.INVALID_VALUE);
    }
}
