package dev.freshet.transform.columns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.transforms.Transform;

/** The Iceberg partition of each row, as a number from 0 on. */
final class Partitions {
    private final List<PartitionKey> keys = new ArrayList<>();
    private final long[] numbers;

    Partitions(Columns columns, PartitionSpec spec) {
        numbers = new long[columns.rows()];
        keys.add(new PartitionKey(spec, columns.schema()));
        for (int i = 0; i < spec.fields().size(); i++) {
            PartitionField field = spec.fields().get(i);
            refine(columns.leaf(field.sourceId()), field.transform(), i);
        }
    }

    /** Splits the partitions so far by one more field. */
    private void refine(Leaf leaf, Transform<?, ?> transform, int position) {
        Transformed transformed = Transformed.of(leaf, transform);
        List<PartitionKey> coarse = List.copyOf(keys);
        keys.clear();
        List<Map<Object, Integer>> found = new ArrayList<>();
        coarse.forEach(key -> found.add(new HashMap<>()));
        Object last = null;
        long lastCoarse = -1;
        int lastNumber = -1;
        for (int row = 0; row < numbers.length; row++) {
            Object value = leaf.isDefined(row) ? transformed.value(row) : null;
            if (lastNumber < 0 || lastCoarse != numbers[row] || value != last) {
                last = value;
                lastCoarse = numbers[row];
                Integer known = found.get((int) lastCoarse).get(value);
                if (known == null) {
                    known = keys.size();
                    found.get((int) lastCoarse).put(value, known);
                    PartitionKey key = coarse.get((int) lastCoarse).copy();
                    key.set(position, value);
                    keys.add(key);
                }
                lastNumber = known;
            }
            numbers[row] = lastNumber;
        }
    }

    long[] numbers() {
        return numbers;
    }

    PartitionKey key(int number) {
        return keys.get(number);
    }
}
