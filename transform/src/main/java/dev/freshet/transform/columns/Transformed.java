package dev.freshet.transform.columns;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.util.SerializableFunction;

/** A leaf's values after a transform of Iceberg, computed once for values that have the same. */
interface Transformed {
    long HOUR_MICROS = 3_600_000_000L;
    /** So many hours are remembered. */
    int HOURS = 1 << 10;

    /**
     * Mostly the same object for equal results.
     *
     * @param slot of a value that is not null
     */
    Object value(int slot);

    @SuppressWarnings("unchecked")
    static Transformed of(Leaf leaf, Transform<?, ?> transform) {
        SerializableFunction<Object, Object> function = ((Transform<Object, Object>) transform).bind(leaf.type);
        return switch (leaf) {
            case BytesLeaf bytes -> perEntry(bytes, function);
            case NumberLeaf number when number.type.typeId() == Type.TypeID.TIMESTAMP
                    && Set.of("year", "month", "day", "hour").contains(transform.toString()) ->
                perHour(number, function);
            default -> slot -> function.apply(leaf.value(slot));
        };
    }

    private static Transformed perEntry(BytesLeaf leaf, SerializableFunction<Object, Object> function) {
        Object unknown = new Object();
        Object[] values = new Object[leaf.count];
        Arrays.fill(values, unknown);
        return slot -> {
            int entry = leaf.entries[slot];
            if (values[entry] == unknown) {
                values[entry] = function.apply(leaf.value(slot));
            }
            return values[entry];
        };
    }

    /** Years, months, days and hours begin with an hour. */
    private static Transformed perHour(NumberLeaf leaf, SerializableFunction<Object, Object> function) {
        Map<Object, Object> distinct = new HashMap<>();
        long[] hours = new long[HOURS];
        Object[] values = new Object[HOURS];
        return slot -> {
            long hour = Math.floorDiv(leaf.values[slot], HOUR_MICROS);
            int at = (int) hour & HOURS - 1;
            if (values[at] == null || hours[at] != hour) {
                hours[at] = hour;
                values[at] = distinct.computeIfAbsent(function.apply(hour * HOUR_MICROS), value -> value);
            }
            return values[at];
        };
    }
}
