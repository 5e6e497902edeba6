package dev.freshet.transform.scan;

import java.util.Arrays;

/** Reads arrays and maps of recognized scalars. Returns false at anything else. */
final class ElementScanner {
    /** Maps with more keys are left to the line mapper. */
    private static final int MOST_KEYS = 64;

    private final Lexer lexer;
    private final Token token;
    private final int[] froms = new int[MOST_KEYS];
    private final int[] tos = new int[MOST_KEYS];

    ElementScanner(Lexer lexer) {
        this.lexer = lexer;
        this.token = lexer.token;
    }

    boolean read(Target.Repeated target) {
        boolean isMap = lexer.next() == '{';
        byte end = (byte) (isMap ? '}' : ']');
        lexer.skipSpace();
        if (lexer.peek() == end) {
            lexer.at++;
            target.node.writeEmpty();
            return true;
        }
        for (int count = 0; isMap ? entry(target, count) : element(target, count); count++) {
            lexer.skipSpace();
            byte next = lexer.next();
            if (next == end) {
                return true;
            }
            if (next != ',') {
                return false;
            }
            lexer.skipSpace();
        }
        return false;
    }

    private boolean element(Target.Repeated target, int count) {
        return lexer.any(0) && target.element.read(token, target.node.element(count == 0));
    }

    private boolean entry(Target.Repeated target, int count) {
        if (count == MOST_KEYS || lexer.peek() != '"' || !lexer.key() || !isNew(count)) {
            return false;
        }
        int slot = target.node.entry(count == 0, lexer.text, token.from, token.to);
        return lexer.colon() && lexer.any(0) && target.element.read(token, slot);
    }

    /** Remembers the key; returns false if the map has it already. */
    private boolean isNew(int count) {
        froms[count] = token.from;
        tos[count] = token.to;
        for (int i = 0; i < count; i++) {
            if (Arrays.equals(lexer.text, froms[i], tos[i], lexer.text, token.from, token.to)) {
                return false;
            }
        }
        return true;
    }
}
