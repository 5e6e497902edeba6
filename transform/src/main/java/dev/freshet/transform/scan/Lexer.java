package dev.freshet.transform.scan;

import dev.freshet.spec.json.JsonKind;
import dev.freshet.transform.bytes.Words;

/**
 * Reads the values of a line as tokens. It accepts less than Jackson does, and nothing else: each method returns false
 * if it is not sure. The line ends with a byte below a space.
 */
final class Lexer {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    /** Far below the limits of JSON readers. */
    private static final int LONGEST_KEY = 1_000;
    private static final int LONGEST_NUMBER = 300;
    private static final int LONGEST_STRING = 1 << 20;

    final Token token = new Token();
    byte[] text;
    int at;

    void begin(byte[] line, int from) {
        text = line;
        token.buffer = line;
        at = from;
    }

    byte peek() {
        return text[at];
    }

    void skipSpace() {
        while (text[at] == ' ' || text[at] == '\t') {
            at++;
        }
    }

    /** Moves from the end of a key to its value. */
    boolean colon() {
        if (text[at] != ':') {
            skipSpace();
            if (text[at] != ':') {
                return false;
            }
        }
        at++;
        skipSpace();
        return true;
    }

    /** Reads a key without escape sequences. */
    boolean key() {
        return string() && !token.escaped && token.to - token.from <= LONGEST_KEY;
    }

    /** Moves to the first key or value inside. Moves past the end if it is empty, and returns false. */
    boolean begin(int end) {
        at++;
        skipSpace();
        if (text[at] != end) {
            return true;
        }
        at++;
        return false;
    }

    /** Moves past a comma to the next key or value. Returns false if no comma follows. */
    boolean more() {
        skipSpace();
        if (text[at++] != ',') {
            return false;
        }
        skipSpace();
        return true;
    }

    /** Whether the byte read last is this closing bracket. */
    boolean ended(int end) {
        return text[at - 1] == end;
    }

    /**
     * Reads any value as a token.
     *
     * @param depth how deep it may be nested
     */
    boolean any(int depth) {
        switch (text[at]) {
            case '"' :
                return string();
            case '{', '[' :
                return depth > 0 && nested(depth);
            case 't' :
                return literal("true", JsonKind.BOOLEAN);
            case 'f' :
                return literal("false", JsonKind.BOOLEAN);
            case 'n' :
                return literal("null", JsonKind.NULL);
            default :
                return number();
        }
    }

    private boolean literal(String word, JsonKind kind) {
        token.set(kind, at, at + word.length());
        at = token.to;
        return token.is(word);
    }

    private boolean nested(int depth) {
        int start = at;
        boolean isObject = text[at] == '{';
        byte end = (byte) (isObject ? '}' : ']');
        for (boolean more = begin(end); more; more = more()) {
            if (isObject && (text[at] != '"' || !string() || token.to - token.from > LONGEST_KEY || !colon())) {
                return false;
            }
            if (!any(depth - 1)) {
                return false;
            }
        }
        if (!ended(end)) {
            return false;
        }
        token.set(isObject ? JsonKind.OBJECT : JsonKind.ARRAY, start, at);
        return true;
    }

    /** As in RFC 8259. */
    private boolean number() {
        int start = at;
        int end = start;
        if (text[end] == '-') {
            end++;
        }
        if (text[end] == '0') {
            end++;
        } else {
            int digits = end;
            end = digits(end);
            if (end == digits) {
                return false;
            }
        }
        if (text[end] == '.') {
            int digits = end + 1;
            end = digits(digits);
            if (end == digits) {
                return false;
            }
        }
        if ((text[end] | 0x20) == 'e') {
            int digits = text[end + 1] == '+' || text[end + 1] == '-' ? end + 2 : end + 1;
            end = digits(digits);
            if (end == digits) {
                return false;
            }
        }
        token.set(JsonKind.NUMBER, start, end);
        at = end;
        return end - start <= LONGEST_NUMBER;
    }

    private int digits(int from) {
        int end = from;
        while (text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        return end;
    }

    /** Reads a string, word by word up to a quote, an escape sequence or a control character. */
    private boolean string() {
        int start = at + 1;
        int end = start;
        long high = 0;
        boolean escaped = false;
        while (true) {
            long word = Words.word(text, end);
            long quotes = word ^ ONES * '"';
            long slashes = word ^ ONES * '\\';
            long stop = ((quotes - ONES) & ~quotes | (slashes - ONES) & ~slashes | (word - ONES * ' ') & ~word) & HIGH;
            if (stop == 0) {
                high |= word & HIGH;
                end += 8;
                continue;
            }
            int ahead = Long.numberOfTrailingZeros(stop) / 8;
            high |= Words.first(word, ahead) & HIGH;
            end += ahead;
            if (text[end] == '"') {
                break;
            }
            int next = text[end] == '\\' ? afterEscape(end) : -1;
            if (next < 0) {
                return false;
            }
            escaped = true;
            end = next;
        }
        token.set(JsonKind.STRING, start, end);
        token.escaped = escaped;
        at = end + 1;
        return end - start <= LONGEST_STRING && (high == 0 || Utf8.isValid(text, start, end));
    }

    /** The place after an escape sequence; below zero if it is not valid. */
    private int afterEscape(int slash) {
        switch (text[slash + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' :
                return slash + 2;
            case 'u' :
                for (int i = slash + 2; i < slash + 6; i++) {
                    if (Character.digit(text[i], 16) < 0) {
                        return -1;
                    }
                }
                return slash + 6;
            default :
                return -1;
        }
    }
}
