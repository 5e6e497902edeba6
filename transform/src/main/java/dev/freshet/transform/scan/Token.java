package dev.freshet.transform.scan;

import dev.freshet.spec.json.JsonKind;
import dev.freshet.transform.bytes.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The JSON value that was read last: a range of the line. */
final class Token {
    byte[] buffer;
    JsonKind kind;
    /** Of a string, its characters without the quotes. */
    int from;
    int to;
    /** Whether a string has escape sequences. */
    boolean escaped;
    byte[] unescaped = new byte[1 << 8];
    int unescapedLength;

    void set(JsonKind newKind, int newFrom, int newTo) {
        kind = newKind;
        from = newFrom;
        to = newTo;
        escaped = false;
    }

    /** The end; with escape sequences the start, so that nothing is left to recognize. */
    int plainTo() {
        return escaped ? from : to;
    }

    /** Whether it is a number without an exponent. */
    boolean isDecimal() {
        if (kind != JsonKind.NUMBER) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((buffer[i] | 0x20) == 'e') {
                return false;
            }
        }
        return true;
    }

    /** Whether a number has neither a fraction nor an exponent. */
    boolean isWhole() {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '.' || (buffer[i] | 0x20) == 'e') {
                return false;
            }
        }
        return true;
    }

    /** Whether a number's digits fit into a long. */
    boolean isShort() {
        return to - from <= 18;
    }

    boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (buffer[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The value's JSON. */
    String json() {
        int quote = kind == JsonKind.STRING ? 1 : 0;
        return new String(buffer, from - quote, to - from + 2 * quote, StandardCharsets.UTF_8);
    }

    /** Decodes a string's escape sequences. Returns false if one stands for half a surrogate pair. */
    boolean unescape() {
        if (unescaped.length < to - from + Words.SPARE) {
            unescaped = Arrays.copyOf(unescaped, 2 * (to - from + Words.SPARE));
        }
        unescapedLength = 0;
        int at = from;
        while (at < to) {
            byte next = buffer[at++];
            if (next != '\\') {
                add(next);
                continue;
            }
            byte escape = buffer[at++];
            if (escape == 'u') {
                int code = hex(at);
                at += 4;
                if (Character.isHighSurrogate((char) code) && buffer[at] == '\\' && buffer[at + 1] == 'u'
                        && Character.isLowSurrogate((char) hex(at + 2))) {
                    code = Character.toCodePoint((char) code, (char) hex(at + 2));
                    at += 6;
                } else if (Character.isSurrogate((char) code)) {
                    return false;
                }
                addCharacter(code);
            } else {
                add(plain(escape));
            }
        }
        return true;
    }

    private int hex(int start) {
        return Integer.parseInt(new String(buffer, start, 4, StandardCharsets.US_ASCII), 16);
    }

    private static int plain(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    private void add(int value) {
        unescaped[unescapedLength++] = (byte) value;
    }

    private void addCharacter(int code) {
        if (code < 0x80) {
            add(code);
        } else if (code < 0x800) {
            add(0xc0 | code >> 6);
            add(0x80 | code & 0x3f);
        } else if (code >= 0x10000) {
            add(0xf0 | code >> 18);
            add(0x80 | code >> 12 & 0x3f);
            add(0x80 | code >> 6 & 0x3f);
            add(0x80 | code & 0x3f);
        } else {
            add(0xe0 | code >> 12);
            add(0x80 | code >> 6 & 0x3f);
            add(0x80 | code & 0x3f);
        }
    }
}
