package dev.freshet.gateway.http;

import dev.freshet.gateway.SharedGateway;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The client's prepared statements. Each request lists them as {@code name=SQL}, both URL-encoded, with commas between.
 * Trino compresses a long SQL, and the client sends it back as it got it.
 */
final class PreparedStatements {
    private static final String HEADER = "X-Trino-Prepared-Statement";
    /** No SQL begins with a dollar sign. */
    private static final String COMPRESSED = "$zstd:";
    /** Longest SQL that is decompressed, in bytes. A longer one has too many characters to be parsed. */
    private static final int LONGEST = 3 * SharedGateway.LONGEST;

    private final Map<String, String> texts = new HashMap<>();

    /** @throws IllegalArgumentException if one is not URL-encoded */
    PreparedStatements(Map<String, List<String>> headers) {
        for (String value : headers.getOrDefault(HEADER, List.of())) {
            for (String statement : value.split(",")) {
                int equals = statement.indexOf('=');
                if (equals > 0) {
                    texts.put(decode(statement.substring(0, equals)), decode(statement.substring(equals + 1)));
                }
            }
        }
    }

    /** Returns a statement's SQL, or null if the name is unknown or the SQL cannot be decompressed. */
    String sql(String name) {
        String text = texts.get(name);
        return text == null || !text.startsWith(COMPRESSED) ? text : decompress(text.substring(COMPRESSED.length()));
    }

    private static String decompress(String text) {
        try {
            byte[] compressed = Base64.getUrlDecoder().decode(text);
            long length = ZstdDecompressor.getDecompressedSize(compressed, 0, compressed.length);
            if (length < 0 || length > LONGEST) {
                return null;
            }
            byte[] sql = new byte[(int) length];
            int written = new ZstdDecompressor().decompress(compressed, 0, compressed.length, sql, 0, sql.length);
            return new String(sql, 0, written, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | MalformedInputException e) {
            return null; // Trino rejects it as well
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.strip(), StandardCharsets.UTF_8);
    }
}
