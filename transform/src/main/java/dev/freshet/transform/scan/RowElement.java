package dev.freshet.transform.scan;

import dev.freshet.spec.DataType;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.transform.columns.StructNode;
import dev.freshet.transform.json.ValueMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A row inside an array or a map. */
final class RowElement implements Element {
    /** As many as a long has bits. */
    private static final int MOST_FIELDS = 64;

    private final StructNode node;
    private final byte[][] names;
    private final Element[] fields;

    private RowElement(StructNode node, byte[][] names, Element[] fields) {
        this.node = node;
        this.names = names;
        this.fields = fields;
    }

    static Element of(DataType.Row type, StructNode node, ValueMapper mapper) {
        int count = type.fields().size();
        byte[][] names = new byte[count][];
        Element[] fields = new Element[count];
        for (int i = 0; i < count; i++) {
            DataType.Field field = type.fields().get(i);
            names[i] = field.name().getBytes(StandardCharsets.UTF_8);
            fields[i] = Element.of(field.type(), node.field(i), mapper);
        }
        return count > MOST_FIELDS || Arrays.asList(fields).contains(null) ? null
                : new RowElement(node, names, fields);
    }

    @Override
    public boolean read(Lexer lexer, int around, int repetition) {
        if (lexer.peek() != '{') {
            return Element.readNull(lexer, node, around, repetition);
        }
        long seen = 0;
        int last = -1;
        for (boolean more = lexer.begin('}'); more; more = lexer.more()) {
            if (lexer.peek() != '"' || !lexer.key()) {
                return false;
            }
            int field = field(lexer, last + 1);
            if (field < 0) {
                if (!lexer.colon() || !skip(lexer)) {
                    return false;
                }
            } else if ((seen & 1L << field) != 0 || !lexer.colon()
                    || !fields[field].read(lexer, node.level(), repetition)) {
                return false;
            } else {
                seen |= 1L << field;
                last = field;
            }
        }
        for (int i = 0; i < fields.length; i++) {
            if ((seen & 1L << i) == 0) {
                node.field(i).writeNull(node.level(), repetition);
            }
        }
        return lexer.ended('}');
    }

    /**
     * Finds the field that the key just read names, trying the expected field first. Returns -1 if no field matches.
     */
    private int field(Lexer lexer, int expected) {
        for (int i = 0; i < names.length; i++) {
            int field = (expected + i) % names.length;
            if (Arrays.equals(names[field], 0, names[field].length, lexer.text, lexer.token.from, lexer.token.to)) {
                return field;
            }
        }
        return -1;
    }

    /** Skips the value of a key that is no field. Returns false unless it is a plain scalar, which changes nothing. */
    private static boolean skip(Lexer lexer) {
        return lexer.any(0) && (lexer.token.kind == JsonKind.NUMBER
                ? lexer.token.isDecimal() && lexer.token.isShort()
                : !lexer.token.escaped);
    }
}
