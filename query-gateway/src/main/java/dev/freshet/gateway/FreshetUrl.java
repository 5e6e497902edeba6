package dev.freshet.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * {@code jdbc:freshet:trino://host:port/catalog/schema?freshness=PT15M&SSL=true}, parsed.
 *
 * @param text as given
 * @param trino the URL for trino-jdbc, without the settings
 * @param properties the properties for trino-jdbc, without the settings
 */
record FreshetUrl(String text, String trino, Properties properties, Settings settings) {
    static final String PREFIX = "jdbc:freshet:";

    /** Parameters of trino-jdbc by which a connection logs in as the calling thread's user, or opens a browser. */
    private static final List<String> BOUND_TO_THREAD = List.of("KerberosDelegation", "externalAuthentication");

    static boolean accepts(String url) {
        return url.startsWith(PREFIX);
    }

    static FreshetUrl parse(String url, Properties info) throws SQLException {
        if (!url.startsWith(PREFIX + "trino:")) {
            throw invalid("Invalid URL: %s (use %strino://host:port/catalog/schema)".formatted(withoutParameters(url),
                    PREFIX));
        }
        String trino = "jdbc:" + url.substring(PREFIX.length());
        Map<String, String> settings = new TreeMap<>();
        int question = trino.indexOf('?');
        if (question >= 0) {
            List<String> rest = new ArrayList<>();
            for (String parameter : trino.substring(question + 1).split("&")) {
                String[] named = parameter.split("=", 2);
                if (named.length == 2 && Settings.NAMES.contains(named[0])) {
                    put(settings, named[0], URLDecoder.decode(named[1], StandardCharsets.UTF_8));
                } else {
                    rest.add(parameter);
                }
            }
            trino = trino.substring(0, question) + (rest.isEmpty() ? "" : "?" + String.join("&", rest));
        }
        Properties properties = new Properties();
        if (info != null) {
            for (String name : info.stringPropertyNames()) {
                if (Settings.NAMES.contains(name)) {
                    put(settings, name, info.getProperty(name));
                } else {
                    properties.setProperty(name, info.getProperty(name));
                }
            }
        }
        try {
            return new FreshetUrl(url, trino, properties, Settings.of(settings));
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    /** Whether only the thread that uses the connection may log in. */
    boolean isBoundToThread() {
        return BOUND_TO_THREAD.stream()
                .anyMatch(name -> trino.contains(name + "=") || properties.containsKey(name));
    }

    private static void put(Map<String, String> settings, String name, String text) throws SQLException {
        String other = settings.put(name, text);
        if (other != null) {
            throw invalid("Invalid %s: %s and %s (give it once, in the URL or as a property)".formatted(name, other,
                    text));
        }
    }

    /** A URL for people. A parameter may be a password. */
    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    /** Without the properties, which may have a password. */
    @Override
    public String toString() {
        return "FreshetUrl[%s, %s]".formatted(withoutParameters(trino), settings);
    }

    private static SQLException invalid(String message) {
        return new SQLException(message, Gateway.INVALID_VALUE);
    }
}
