package dev.freshet.transform.columns;

import dev.freshet.transform.checksum.TrinoHash;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An array with its elements, or a map with its keys and values. */
public final class RepeatedNode extends Node {
    private final List<Node> parts;
    private final Node first;
    private final int level;
    private final int repetition;
    /** Whether it has a value in the current row, if it is not in another array or map. */
    boolean written;
    /** The definition level of what is around it in the current row. */
    int parent;

    /**
     * @param parts the elements, or keys and values
     * @param level the definition level of a value without elements
     * @param repetition the repetition level of all elements but the first
     */
    RepeatedNode(List<Node> parts, int level, int repetition) {
        this.parts = List.copyOf(parts);
        this.first = parts.get(0);
        this.level = level;
        this.repetition = repetition;
    }

    public boolean isMap() {
        return parts.size() > 1;
    }

    /** An array's elements, or a map's values. */
    public Node values() {
        return parts.getLast();
    }

    /** The definition level of an element or a map value that is null. */
    public int inner() {
        return level + 1;
    }

    /** The repetition level of all elements but the first. */
    public int repetition() {
        return repetition;
    }

    /** Writes the current row's value. */
    public void write(Object value) {
        write(value, parent, 0);
    }

    /** Begins an array or a map in the current row. Its elements are written one by one. */
    public void begin() {
        written = true;
    }

    /** Writes an array or a map without elements. */
    public void writeEmpty(int begins) {
        writeWithout(level, begins);
    }

    /** Writes the key of a map's entry. */
    public void key(int begins, byte[] text, int from, int to) {
        BytesLeaf keys = (BytesLeaf) first;
        keys.set(keys.next(inner(), begins), text, from, to);
    }

    /** Writes that there are no elements. */
    private void writeWithout(int definition, int begins) {
        written = true;
        parts.forEach(part -> part.write(null, definition, begins));
    }

    /** Takes back what was written of the current row. */
    public void unwrite() {
        written = false;
        leaves(Leaf::discardRow);
    }

    @Override
    void write(Object value, int around, int begins) {
        written = true;
        switch (value) {
            case null -> writeWithout(around, begins);
            case Map<?, ?> map when map.isEmpty() -> writeWithout(level, begins);
            case Collection<?> elements when elements.isEmpty() -> writeWithout(level, begins);
            case Map<?, ?> map -> {
                int next = begins;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    first.write(entry.getKey(), inner(), next);
                    parts.get(1).write(entry.getValue(), inner(), next);
                    next = repetition;
                }
            }
            default -> {
                int next = begins;
                for (Object element : (Collection<?>) value) {
                    first.write(element, inner(), next);
                    next = repetition;
                }
            }
        }
    }

    @Override
    public boolean isPresent(int row) {
        return written;
    }

    @Override
    void parts(Consumer<Leaf> leaves, Consumer<RepeatedNode> nodes) {
        nodes.accept(this);
    }

    /** The leaves within. */
    void leaves(Consumer<Leaf> leaves) {
        for (Node part : parts) {
            part.parts(leaves, node -> node.leaves(leaves));
        }
    }

    @Override
    void moveTo(int row) {
        parts.forEach(part -> part.moveTo(row));
    }

    @Override
    boolean isNullHere() {
        return definitionHere() < level;
    }

    @Override
    int definitionHere() {
        return parts.get(0).definitionHere();
    }

    @Override
    boolean repeats(int outer) {
        return parts.get(0).repeats(outer);
    }

    @Override
    void skip() {
        parts.forEach(Node::skip);
    }

    @Override
    long nextHash(boolean isInRow) {
        boolean isMap = isMap();
        long hash = isNullHere() ? TrinoHash.NULL : isMap ? TrinoHash.MAP : TrinoHash.ARRAY;
        if (definitionHere() <= level) { // null or empty
            skip();
            return hash;
        }
        do {
            long first = parts.get(0).nextHash(!isMap && isInRow);
            hash = isMap ? hash + TrinoHash.entry(first, parts.get(1).nextHash(isInRow)) : TrinoHash.next(hash, first);
        } while (repeats(repetition));
        return hash;
    }
}
