package dev.freshet.gateway.sql;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parses statements and caches the last ones, because applications repeat the same few. How a text is parsed does not
 * depend on the connection, so all may share one cache.
 */
public final class ParsedStatements {
    /** Longest text that is parsed, in {@code char}s: the default of Trino's {@code query.max-length}. */
    public static final int LONGEST_PARSED = ParseLimit.CHARACTERS;
    /** Why a longer text is not parsed. */
    public static final String TOO_LONG = ParseLimit.TOO_LONG;

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
    public ParsedSql parse(String text) throws SqlSyntaxException {
        ParsedSql known = known(text);
        if (known != null) {
            return known;
        }
        ParsedSql parsedNow = ParsedSql.parse(text);
        if (text.length() <= LONGEST) {
            remember(parsedNow);
        }
        return parsedNow;
    }

    private synchronized ParsedSql known(String text) {
        return parsed.get(text);
    }

    private synchronized void remember(ParsedSql statement) {
        parsed.put(statement.text(), statement);
    }

    synchronized int size() {
        return parsed.size();
    }
}
