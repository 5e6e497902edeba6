package dev.freshet.transform.columns;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Type;

/**
 * Sorts row numbers by an Iceberg sort order, like {@link org.apache.iceberg.SortOrderComparators}. Equal rows keep
 * their order. Each sort field becomes a number per row; radix sorts go from the last field to the first.
 */
final class RowOrder {
    private final Columns columns;
    private final int[] order;
    private final RadixSort radix;

    RowOrder(Columns columns) {
        this.columns = columns;
        this.order = IntStream.range(0, columns.rows()).toArray();
        this.radix = new RadixSort(order);
    }

    int[] rows() {
        return order;
    }

    void sort(SortOrder by) {
        List<SortField> fields = by.fields();
        for (int i = fields.size() - 1; i >= 0; i--) {
            sort(fields.get(i));
        }
    }

    private void sort(SortField field) {
        Leaf leaf = columns.leaf(field.sourceId());
        long flip = field.direction() == SortDirection.DESC ? -1 : 0;
        long[] nulls = new long[columns.rows()];
        long[] keys = field.transform().isIdentity() ? keys(leaf) : transformed(leaf, field.transform(), nulls);
        long onNull = field.nullOrder() == NullOrder.NULLS_FIRST ? -1 : 1;
        for (int row = 0; row < keys.length; row++) {
            boolean isNull = !leaf.isDefined(row) || nulls[row] != 0;
            nulls[row] = isNull ? onNull : 0;
            keys[row] = isNull ? 0 : keys[row] ^ flip;
        }
        radix.sort(keys);
        radix.sort(nulls);
    }

    /** Sorts by numbers, one per row. */
    void sort(long[] keys) {
        radix.sort(keys);
    }

    private long[] keys(Leaf leaf) {
        return switch (leaf) {
            case NumberLeaf number -> numbers(number);
            case BytesLeaf bytes -> ranks(bytes);
            case WideLeaf wide -> ranks(wide, wide::value, wide.type, null);
        };
    }

    private long[] numbers(NumberLeaf leaf) {
        long[] keys = Arrays.copyOf(leaf.values, columns.rows());
        if (leaf.type.typeId() == Type.TypeID.FLOAT || leaf.type.typeId() == Type.TypeID.DOUBLE) {
            for (int row = 0; row < keys.length; row++) {
                keys[row] = Bounds.ordered(keys[row]);
            }
        }
        return keys;
    }

    private long[] ranks(BytesLeaf leaf) {
        int[] ranks = leaf.ranks();
        long[] keys = new long[columns.rows()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = leaf.isDefined(row) ? ranks[leaf.entries[row]] : 0;
        }
        return keys;
    }

    /** @param nulls is set where the transform's result is null */
    private long[] transformed(Leaf leaf, Transform<?, ?> transform, long[] nulls) {
        return ranks(leaf, Transformed.of(leaf, transform)::value, transform.getResultType(leaf.type), nulls);
    }

    private long[] ranks(Leaf leaf, IntFunction<Object> value, Type type, long[] nulls) {
        Object[] values = new Object[columns.rows()];
        Map<Object, Long> ranks = new HashMap<>();
        for (int row = 0; row < values.length; row++) {
            if (leaf.isDefined(row)) {
                values[row] = value.apply(row);
                if (values[row] == null) {
                    nulls[row] = 1;
                } else {
                    ranks.put(values[row], 0L);
                }
            }
        }
        Comparator<Object> comparator = Comparators.forType(type.asPrimitiveType());
        Object[] sorted = ranks.keySet().stream().sorted(comparator).toArray();
        for (int i = 0; i < sorted.length; i++) {
            ranks.put(sorted[i], (long) i);
        }
        long[] keys = new long[values.length];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = values[row] == null ? 0 : ranks.get(values[row]);
        }
        return keys;
    }
}
