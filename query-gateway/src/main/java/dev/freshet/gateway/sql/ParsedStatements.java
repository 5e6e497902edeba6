package dev.freshet.gateway.sql;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parses statements and remembers the last ones, for applications send the same few over and over. What a text says
 * does not depend on who sends it or when, so all connections may share one.
 */
public final class ParsedStatements {
    /** In {@code char}s. Trino takes no longer text either, unless its {@code query.max-length} says otherwise. */
    public static final int LONGEST_PARSED = ParseLimit.CHARACTERS;
    /** Why a longer text is not parsed. */
    public static final String TOO_LONG = ParseLimit.TOO_LONG;

    static final int AT_MOST = 1_000;
    /** In {@code char}s. A longer text is hardly sent twice, and a thousand such would fill the heap. */
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
