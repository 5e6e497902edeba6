package dev.freshet.transform.scan;

import dev.freshet.spec.DataType;
import dev.freshet.transform.columns.RepeatedNode;
import dev.freshet.transform.json.ValueMapper;
import java.util.Arrays;

/** An array or a map. */
final class RepeatedElement implements Element {
    /** Maps with more keys are left to the line mapper. */
    private static final int MOST_KEYS = 64;

    private final RepeatedNode node;
    private final Element value;
    private final byte begin;
    private final byte end;
    /** Where the keys of the current map are. */
    private final int[] froms = new int[MOST_KEYS];
    private final int[] tos = new int[MOST_KEYS];

    private RepeatedElement(RepeatedNode node, Element value) {
        this.node = node;
        this.value = value;
        this.begin = (byte) (node.isMap() ? '{' : '[');
        this.end = (byte) (node.isMap() ? '}' : ']');
    }

    /** @param type of the elements or the map's values */
    static Element of(DataType type, RepeatedNode node, ValueMapper mapper) {
        Element value = Element.of(type, node.values(), mapper);
        return value == null ? null : new RepeatedElement(node, value);
    }

    @Override
    public boolean read(Lexer lexer, int around, int repetition) {
        if (lexer.peek() != begin) {
            return Element.readNull(lexer, node, around, repetition);
        }
        node.begin();
        int count = 0;
        for (boolean more = lexer.begin(end); more; more = lexer.more()) {
            int level = count == 0 ? repetition : node.repetition();
            if (node.isMap() && !key(lexer, count, level) || !value.read(lexer, node.inner(), level)) {
                return false;
            }
            count++;
        }
        if (count == 0) {
            node.writeEmpty(repetition);
        }
        return lexer.ended(end);
    }

    private boolean key(Lexer lexer, int count, int repetition) {
        if (count == MOST_KEYS || lexer.peek() != '"' || !lexer.key() || !isNew(lexer, count)) {
            return false;
        }
        node.key(repetition, lexer.text, lexer.token.from, lexer.token.to);
        return lexer.colon();
    }

    /** Remembers the key; returns false if the map has it already. */
    private boolean isNew(Lexer lexer, int count) {
        froms[count] = lexer.token.from;
        tos[count] = lexer.token.to;
        for (int i = 0; i < count; i++) {
            if (Arrays.equals(lexer.text, froms[i], tos[i], lexer.text, froms[count], tos[count])) {
                return false;
            }
        }
        return true;
    }
}
