package dev.freshet.transform.scan;

import dev.freshet.spec.json.JsonKind;
import dev.freshet.transform.columns.StructNode;

/**
 * Reads the JSON object of a line into the targets of its keys. It accepts only JSON that Jackson accepts. What it does
 * not accept, the line mapper must read.
 */
final class JsonScanner {
    private static final int DEEPEST = 64;

    private final Lexer lexer = new Lexer();
    private final Token token = lexer.token;
    private int row;
    private long line;
    private boolean leftovers;

    /** Whether the line has keys or values that the spec does not name. */
    boolean hasLeftovers() {
        return leftovers;
    }

    /** Reads a line. Returns false if it is not recognized; then some targets may have been written. */
    boolean read(byte[] buffer, int from, int to, Keys keys, int slot) {
        lexer.begin(buffer, from);
        row = slot;
        line++;
        leftovers = false;
        lexer.skipSpace();
        if (lexer.peek() != '{' || !object(keys, true)) {
            return false;
        }
        lexer.skipSpace();
        return lexer.at == to;
    }

    /** @param counts whether what the spec does not name is left over */
    private boolean object(Keys keys, boolean counts) {
        Key last = null;
        for (boolean more = lexer.begin('}'); more; more = lexer.more()) {
            Key key = lexer.peek() == '"' ? key(keys, last) : null;
            if (key == null || key.isNamed && key.seenIn == line) {
                return false;
            }
            key.seenIn = line;
            last = key;
            leftovers |= counts && !key.isNamed;
            if (!lexer.colon() || !value(key, counts && !key.isWhole)) {
                return false;
            }
        }
        return lexer.ended('}');
    }

    /** The key that begins at a quote; {@code null} if it is not recognized. */
    private Key key(Keys keys, Key last) {
        Key predicted = keys.predicted(last, lexer.text, lexer.at + 1);
        if (predicted != null) {
            lexer.at += 1 + predicted.length();
            return predicted;
        }
        return lexer.key() ? keys.find(last, lexer.text, token.from, token.to) : null;
    }

    private boolean value(Key key, boolean counts) {
        int start = lexer.at;
        byte first = lexer.peek();
        if (first == '{' && key.inner != null) {
            for (StructNode struct : key.rows) {
                struct.open(row);
            }
            if (!object(key.inner, counts)) {
                return false;
            }
            token.set(JsonKind.OBJECT, start, lexer.at);
        } else if (key.targets.length == 1 && key.targets[0] instanceof Target.Repeated target
                && target.mayRead(first)) {
            if (target.element.read(lexer, 0, 0)) {
                return true;
            }
            target.node.unwrite();
            lexer.at = start;
            if (!lexer.any(DEEPEST)) {
                return false;
            }
        } else if (!lexer.any(DEEPEST)) {
            return false;
        }
        if (key.inner != null && first != '{') {
            leftovers |= counts && token.kind != JsonKind.NULL;
        }
        for (Target target : key.targets) {
            if (!target.read(token, row)) {
                return false;
            }
        }
        return true;
    }
}
