package dev.freshet.transform.scan;

import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.spec.json.TypeRule;
import dev.freshet.transform.columns.Leaf;
import dev.freshet.transform.columns.RepeatedNode;
import dev.freshet.transform.json.ValueMapper;
import java.util.Set;

/**
 * Reads scalars of an array or a map. They pass through Trino's JSON type, so only those that it leaves as they are
 * count as recognized: strings without escape sequences, booleans, whole numbers, and other numbers that become doubles
 * anyway.
 */
final class Element {
    private final Set<JsonKind> kinds;
    private final Kernel kernel;
    private final boolean isDouble;

    private Element(DataType type, Leaf leaf, TypeRule rule) {
        this.kinds = rule.kinds();
        this.kernel = Kernel.of(type, TimeFormat.ISO8601, leaf);
        this.isDouble = type == DataType.Scalar.DOUBLE;
    }

    /** {@code null} if it is not an array or a map of scalars. */
    static Element of(DataType type, RepeatedNode node, ValueMapper mapper) {
        DataType element = type instanceof DataType.Array array ? array.element() : ((DataType.MapOf) type).value();
        if (element == DataType.Scalar.JSON
                || !(element instanceof DataType.Scalar || element instanceof DataType.Decimal)) {
            return null;
        }
        return new Element(element, type instanceof DataType.Array ? node.element() : node.values(),
                mapper.elementRule(element));
    }

    /** Reads an element into a slot that is null. Returns false if it is not recognized. */
    boolean read(Token token, int slot) {
        return switch (token.kind) {
            case NULL -> true;
            case OBJECT, ARRAY -> false;
            case BOOLEAN, STRING -> kinds.contains(token.kind) && !token.escaped && kernel.read(token, slot);
            case NUMBER -> kinds.contains(token.kind) && isUnchanged(token) && kernel.read(token, slot);
        };
    }

    private boolean isUnchanged(Token token) {
        for (int i = token.from; i < token.to; i++) {
            byte c = token.buffer[i];
            if (c == '.' || c == 'e' || c == 'E') {
                return isDouble;
            }
        }
        return token.to - token.from <= 18
                && (token.buffer[token.from] != '-' || token.buffer[token.from + 1] != '0');
    }
}
