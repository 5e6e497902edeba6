package dev.freshet.transform.columns;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Rows of one table, by column. A row's values are written in any order, and then {@link #endRow} or
 * {@link #discardRow} ends it. What was not written is null.
 */
public final class Columns {
    private static final int FIRST_CAPACITY = 1 << 10;

    private final Schema schema;
    private final MessageType parquet;
    private final List<Node> roots = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<RepeatedNode> repeated = new ArrayList<>();
    private final Leaf[] repeatedLeaves;
    private final Cursor cursor = new Cursor();
    private int rows;
    private int capacity;

    public Columns(Schema schema) {
        this.schema = schema;
        this.parquet = ParquetSchemaUtil.convert(schema, "table");
        Iterator<ColumnDescriptor> descriptors = parquet.getColumns().iterator();
        for (Types.NestedField field : schema.columns()) {
            roots.add(node(field.type(), field.isOptional(), 0, 0, descriptors));
        }
        roots.forEach(root -> root.parts(leaf -> {
        }, repeated::add));
        this.repeatedLeaves = leaves.stream().filter(leaf -> leaf.isRepeated).toArray(Leaf[]::new);
        startRow();
    }

    private Node node(Type type, boolean isOptional, int level, int repetition,
            Iterator<ColumnDescriptor> descriptors) {
        int own = isOptional ? level + 1 : level;
        return switch (type.typeId()) {
            case STRUCT -> new StructNode(type.asStructType().fields().stream()
                    .map(field -> node(field.type(), field.isOptional(), own, repetition, descriptors)).toList(), own);
            case LIST -> new RepeatedNode(List.of(node(type.asListType().elementType(),
                    type.asListType().isElementOptional(), own + 1, repetition + 1, descriptors)), own, repetition + 1);
            case MAP -> new RepeatedNode(List.of(
                    node(type.asMapType().keyType(), false, own + 1, repetition + 1, descriptors),
                    node(type.asMapType().valueType(), type.asMapType().isValueOptional(), own + 1, repetition + 1,
                            descriptors)),
                    own, repetition + 1);
            default -> leaf(type, descriptors.next());
        };
    }

    private Leaf leaf(Type type, ColumnDescriptor descriptor) {
        PrimitiveTypeName stored = descriptor.getPrimitiveType().getPrimitiveTypeName();
        Leaf leaf = switch (stored) {
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> new NumberLeaf(descriptor, type, cursor);
            case FIXED_LEN_BYTE_ARRAY -> new WideLeaf(descriptor, type, cursor);
            case BINARY -> new BytesLeaf(descriptor, type, cursor);
            case INT96 -> throw new IllegalArgumentException("Unexpected type: " + descriptor);
        };
        leaves.add(leaf);
        return leaf;
    }

    public Schema schema() {
        return schema;
    }

    MessageType parquet() {
        return parquet;
    }

    /** In the order of the Parquet schema. */
    List<Leaf> leaves() {
        return leaves;
    }

    /** The leaf with an Iceberg field's id. */
    Leaf leaf(int fieldId) {
        return leaves.stream().filter(leaf -> leaf.fieldId() == fieldId)
                .findFirst().orElseThrow();
    }

    /** The node of a column of the schema. */
    public Node column(String name) {
        return roots.get(schema.columns().indexOf(schema.findField(name)));
    }

    /** The number of rows, and the slot of the current one. */
    public int rows() {
        return rows;
    }

    /** Writes a column's value of the current row. See {@link Node#write}. */
    public void write(Node column, Object value) {
        column.write(value, 0, 0);
    }

    /** Writes all values of the current row, in the order of the schema. */
    public void write(StructLike row) {
        for (int i = 0; i < roots.size(); i++) {
            roots.get(i).write(row.get(i, Object.class), 0, 0);
        }
    }

    public void endRow() {
        for (RepeatedNode node : repeated) {
            if (!node.written) {
                node.write(null, node.parent, 0);
            }
        }
        rows++;
        startRow();
    }

    /** Takes back what was written of the current row. */
    public void discardRow() {
        leaves.forEach(Leaf::discardRow);
        repeated.forEach(Columns::reset);
    }

    private void startRow() {
        if (rows == capacity) {
            capacity = Growth.to(capacity, Math.max(FIRST_CAPACITY, rows + 1L));
            leaves.forEach(leaf -> leaf.reserveRows(capacity));
        }
        cursor.row = rows;
        for (Leaf leaf : repeatedLeaves) {
            leaf.startRow();
        }
        repeated.forEach(Columns::reset);
    }

    private static void reset(RepeatedNode node) {
        node.written = false;
        node.parent = 0;
    }

    /** Whether arrays are long enough for the rows of all these columns. */
    public static boolean canJoin(List<Columns> parts) {
        return IntStream.range(0, parts.getFirst().leaves.size()).allMatch(i -> parts.stream()
                .mapToLong(part -> part.leaves.get(i).longest(part.rows)).sum() < Growth.LONGEST);
    }

    /**
     * Moves all rows into one, in the order of the parts, which are empty then. Their memory is freed column by column.
     *
     * @param parts of one table
     */
    public static Columns join(List<Columns> parts) {
        Columns all = new Columns(parts.getFirst().schema);
        int rows = parts.stream().mapToInt(Columns::rows).sum();
        for (int i = 0; i < all.leaves.size(); i++) {
            int at = i;
            Leaf leaf = all.leaves.get(i);
            leaf.reserveFor(parts.stream().map(part -> part.leaves.get(at)).toList(), rows);
            int row = 0;
            for (Columns part : parts) {
                leaf.take(part.leaves.get(i), row, part.rows);
                row += part.rows;
            }
        }
        all.restart(rows, rows + 1);
        parts.forEach(part -> part.restart(0, 0));
        return all;
    }

    private void restart(int newRows, int newCapacity) {
        rows = newRows;
        capacity = newCapacity;
        startRow();
    }

    /** At most this many bytes of memory are in use, without those of the encoding. */
    public long bytes() {
        long used = 0;
        for (Leaf leaf : leaves) {
            used += leaf.usedBytes(rows);
        }
        return (long) (used * Growth.SLACK);
    }

    void clear() {
        leaves.forEach(leaf -> leaf.clear(rows));
        rows = 0;
        startRow();
    }

    /** Calls back for each leaf of a column. */
    static void leaves(Node column, Consumer<Leaf> consumer) {
        column.parts(consumer, node -> node.leaves(consumer));
    }

    /** Receives Trino's hashes of a column's values, row by row. */
    public interface Hashes {
        void add(int row, long hash);

        void addNull(int row);
    }

    /** Hashes a column's values in the first rows. */
    public static void hash(Node column, int rows, Hashes hashes) {
        for (int row = 0; row < rows; row++) {
            column.moveTo(row);
            if (column.isNullHere()) {
                hashes.addNull(row);
            } else {
                hashes.add(row, column.nextHash(false));
            }
        }
    }
}
