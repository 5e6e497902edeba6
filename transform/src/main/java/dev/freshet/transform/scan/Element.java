package dev.freshet.transform.scan;

import dev.freshet.spec.DataType;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.transform.columns.Leaf;
import dev.freshet.transform.columns.Node;
import dev.freshet.transform.columns.RepeatedNode;
import dev.freshet.transform.columns.StructNode;
import dev.freshet.transform.json.ValueMapper;

/**
 * Reads a value inside an array or a map. It passes through Trino's JSON type, so only what that leaves as it is counts
 * as recognized: strings without escape sequences, booleans, whole numbers, other numbers that become doubles anyway,
 * and rows, arrays and maps of these.
 */
interface Element {
    /**
     * Reads the value at the lexer's place, and writes it.
     *
     * @param around the definition level of what is around it
     * @param repetition the repetition level
     * @return false if it is not recognized; then a part of it may have been written
     */
    boolean read(Lexer lexer, int around, int repetition);

    /** Returns {@code null} if the type has a part that is never recognized, such as {@code json}. */
    static Element of(DataType type, Node node, ValueMapper mapper) {
        return switch (type) {
            case DataType.Row row -> RowElement.of(row, (StructNode) node, mapper);
            case DataType.Array array -> RepeatedElement.of(array.element(), (RepeatedNode) node, mapper);
            case DataType.MapOf map -> RepeatedElement.of(map.value(), (RepeatedNode) node, mapper);
            case DataType.Scalar scalar when scalar == DataType.Scalar.JSON -> null;
            case DataType.Scalar scalar -> new ScalarElement(scalar, (Leaf) node, mapper.elementRule(scalar));
            case DataType.Decimal decimal -> new ScalarElement(decimal, (Leaf) node, mapper.elementRule(decimal));
        };
    }

    /** Reads a null and writes it. Returns false if the value is not null. */
    static boolean readNull(Lexer lexer, Node node, int around, int repetition) {
        boolean isNull = lexer.any(0) && lexer.token.kind == JsonKind.NULL;
        if (isNull) {
            node.writeNull(around, repetition);
        }
        return isNull;
    }
}
