package dev.freshet.transform.columns;

import dev.freshet.transform.checksum.TrinoHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.StructLike;

/** A row type's fields. */
public final class StructNode extends Node {
    private final List<Node> fields;
    private final int level;
    private final Leaf[] single;
    private final RepeatedNode[] repeated;

    /** @param level the definition level of a row that is not null */
    StructNode(List<Node> fields, int level) {
        this.fields = List.copyOf(fields);
        this.level = level;
        List<Leaf> leaves = new ArrayList<>();
        List<RepeatedNode> nodes = new ArrayList<>();
        fields.forEach(field -> field.parts(leaves::add, nodes::add));
        this.single = leaves.toArray(Leaf[]::new);
        this.repeated = nodes.toArray(RepeatedNode[]::new);
    }

    /** The definition level of a row that is not null. */
    public int level() {
        return level;
    }

    public Node field(int position) {
        return fields.get(position);
    }

    /** Makes the current row's value a row whose fields are null, until they are written. */
    public void open(int row) {
        for (Leaf leaf : single) {
            leaf.definitions[row] = (byte) level;
        }
        for (RepeatedNode node : repeated) {
            node.parent = level;
        }
    }

    @Override
    void write(Object value, int parent, int repetition) {
        int own = value == null ? parent : level;
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).write(switch (value) {
                case null -> null;
                case StructLike record -> record.get(i, Object.class);
                default -> ((List<?>) value).get(i);
            }, own, repetition);
        }
    }

    @Override
    public boolean isPresent(int row) {
        return (single.length > 0 ? single[0].definitions[row] : repeated[0].parent) >= level;
    }

    @Override
    void parts(Consumer<Leaf> leaves, Consumer<RepeatedNode> nodes) {
        fields.forEach(field -> field.parts(leaves, nodes));
    }

    @Override
    void moveTo(int row) {
        fields.forEach(field -> field.moveTo(row));
    }

    @Override
    boolean isNullHere() {
        return fields.get(0).definitionHere() < level;
    }

    @Override
    int definitionHere() {
        return fields.get(0).definitionHere();
    }

    @Override
    boolean repeats(int repetition) {
        return fields.get(0).repeats(repetition);
    }

    @Override
    void skip() {
        fields.forEach(Node::skip);
    }

    @Override
    long nextHash(boolean isInRow) {
        if (isNullHere()) {
            skip();
            return TrinoHash.NULL;
        }
        long hash = TrinoHash.ROW;
        for (Node field : fields) {
            hash = TrinoHash.next(hash, field.nextHash(true));
        }
        return hash;
    }
}
