package dev.freshet.transform.scan;

import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.spec.json.TypeRule;
import dev.freshet.transform.columns.Leaf;

/** A scalar inside an array or a map. */
final class ScalarElement implements Element {
    private final Leaf leaf;
    private final int kinds;
    private final Kernel kernel;
    private final boolean isDouble;

    ScalarElement(DataType type, Leaf leaf, TypeRule rule) {
        this.leaf = leaf;
        this.kinds = Target.mask(rule.kinds());
        this.kernel = Kernel.of(type, TimeFormat.ISO8601, leaf);
        this.isDouble = type == DataType.Scalar.DOUBLE;
    }

    @Override
    public boolean read(Lexer lexer, int around, int repetition) {
        int slot = leaf.next(around, repetition); // null until it is set
        Token token = lexer.token;
        return lexer.any(0) && (token.kind == JsonKind.NULL
                || (kinds & 1 << token.kind.ordinal()) != 0 && isUnchanged(token) && kernel.read(token, slot));
    }

    private boolean isUnchanged(Token token) {
        return switch (token.kind) {
            case NUMBER -> token.isWhole()
                    ? token.isShort() && (token.buffer[token.from] != '-' || token.buffer[token.from + 1] != '0')
                    : isDouble;
            default -> !token.escaped;
        };
    }
}
