package dev.freshet.gateway;

import dev.freshet.gateway.sql.ParsedSql;
import dev.freshet.gateway.sql.SqlSyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parses statements and caches the last ones, because applications repeat the same few. How a text is parsed does not
 * depend on the connection, so all may share one cache.
 */
final class ParsedStatements {
    static final int AT_MOST = 1_000;
    /**
     * Longest text that is cached, in {@code char}s. A longer one is rarely repeated, and a thousand would fill the
     * heap.
     */
    static final int LONGEST = 20_000;

    private final Map<String, ParsedSql> parsed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ParsedSql> eldest) {
            return size() > AT_MOST;
        }
    };

    /**
     * @throws SqlSyntaxException as {@link ParsedSql#parse} does
     * @throws IllegalArgumentException as {@link ParsedSql#parse} does
     */
    ParsedSql parse(String text) throws SqlSyntaxException {
        ParsedSql known = cached(text);
        if (known != null) {
            return known;
        }
        ParsedSql parsedNow = ParsedSql.parse(text);
        if (text.length() <= LONGEST) {
            cache(parsedNow);
        }
        return parsedNow;
    }

    private synchronized ParsedSql cached(String text) {
        return parsed.get(text);
    }

    private synchronized void cache(ParsedSql statement) {
        parsed.put(statement.text(), statement);
    }

    synchronized int size() {
        return parsed.size();
    }
}
