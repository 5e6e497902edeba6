package dev.freshet.transform.columns;

import dev.freshet.transform.checksum.TrinoHash;
import java.util.function.Consumer;

/** A column or a part of one: a leaf, a row of nodes, an array or a map. */
public abstract sealed class Node permits Leaf, StructNode, RepeatedNode {
    /**
     * Writes one value of the current row.
     *
     * @param value {@code null}, or in one of the forms that {@link Leaf#setObject} takes. A row is a list of its
     *        fields' values or an Iceberg record, an array a list, a map a map.
     * @param parent the definition level of the value around it
     * @param repetition the repetition level
     */
    abstract void write(Object value, int parent, int repetition);

    /** Writes a null of the current row. */
    public final void writeNull(int parent, int repetition) {
        write(null, parent, repetition);
    }

    /** Whether the current row has a value, if the node is in no array or map. */
    public abstract boolean isPresent(int row);

    /** The leaves with one value per row, and the outermost arrays and maps. */
    abstract void parts(Consumer<Leaf> single, Consumer<RepeatedNode> repeated);

    /** Moves to a row, if the node is in no array or map. */
    abstract void moveTo(int row);

    /** Whether the value at the current position is null. */
    abstract boolean isNullHere();

    /** The definition level at the current position. */
    abstract int definitionHere();

    /** Whether the current position continues an array or a map of a repetition level. */
    abstract boolean repeats(int repetition);

    /**
     * Trino's hash of the value at the current position, as in {@link TrinoHash}. Moves behind the value.
     *
     * @param isInRow whether it is a part of a row
     */
    abstract long nextHash(boolean isInRow);

    /** Moves behind a value that is null or has no elements. */
    abstract void skip();
}
