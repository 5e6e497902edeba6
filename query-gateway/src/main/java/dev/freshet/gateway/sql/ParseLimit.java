package dev.freshet.gateway.sql;

import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * Limits the length of a text to what Trino accepts, and the tokens in memory at once to a quarter of the heap. SQL
 * beyond the limits goes to Trino unparsed.
 */
final class ParseLimit {
    /** The default of Trino's {@code query.max-length}. */
    static final int CHARACTERS = 1_000_000;
    static final String TOO_LONG = String.format(Locale.ROOT, "it is longer than %,d characters", CHARACTERS);
    /** Measured with statements of 20,000 and 100,000 tokens: 70 to 580, depending on the SQL. */
    private static final int BYTES_PER_TOKEN = 600;
    private static final int SHARE_OF_HEAP = 4;
    /** About 130,000 at 300 MB of heap. */
    static final int TOKENS = tokens(Runtime.getRuntime().maxMemory());

    /** Shared by all threads, like the heap. A text has at most as many tokens as characters. */
    private static final Semaphore ROOM = new Semaphore(TOKENS, true);

    private ParseLimit() {}

    /** How many tokens may be in memory at once. */
    static int tokens(long heap) {
        return (int) Math.min(CHARACTERS, heap / SHARE_OF_HEAP / BYTES_PER_TOKEN);
    }

    interface Parsing<T> {
        T parse() throws SqlSyntaxException;
    }

    /**
     * Waits until other threads leave enough room for this text.
     *
     * @throws SqlSyntaxException if the text is too long
     */
    static <T> T within(String text, Parsing<T> parsing) throws SqlSyntaxException {
        if (text.length() > CHARACTERS) {
            throw new SqlSyntaxException(TOO_LONG);
        }
        int room = Math.min(text.length(), TOKENS);
        ROOM.acquireUninterruptibly(room);
        try {
            return parsing.parse();
        } finally {
            ROOM.release(room);
        }
    }

    static String tooMany(int tokens) {
        return String.format(Locale.ROOT, "it has more than %,d words and signs, for which the heap is too small",
                tokens);
    }
}
