package dev.freshet.transform.columns;

import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The smallest and the largest number of a page. No number is NaN: no rule accepts it. */
final class Bounds {
    private Bounds() {}

    /** @param count at least 1 */
    static void add(long[] page, int count, PrimitiveTypeName stored, Statistics<?> statistics) {
        boolean isFraction = stored == PrimitiveTypeName.FLOAT || stored == PrimitiveTypeName.DOUBLE;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long value = isFraction ? ordered(page[i]) : page[i];
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        switch (statistics) {
            case BooleanStatistics bools -> bools.setMinMax(least != 0, most != 0);
            case IntStatistics ints -> ints.setMinMax((int) least, (int) most);
            case LongStatistics longs -> longs.setMinMax(least, most);
            case FloatStatistics floats -> floats.setMinMax(Float.intBitsToFloat((int) ordered(least)),
                    Float.intBitsToFloat((int) ordered(most)));
            case DoubleStatistics doubles -> doubles.setMinMax(Double.longBitsToDouble(ordered(least)),
                    Double.longBitsToDouble(ordered(most)));
            default -> throw new IllegalArgumentException("Unexpected statistics: " + statistics);
        }
    }

    /** The bits of a float or a double as a number in the same order, and back. */
    static long ordered(long bits) {
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }
}
