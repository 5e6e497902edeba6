package dev.freshet.transform.columns;

import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/** Counts and bounds of a field of floats or doubles over the chunks of a file. */
final class Fractions {
    private final int id;
    private long count;
    private long nulls;
    private Object least;
    private Object most;

    Fractions(int id) {
        this.id = id;
    }

    void add(ColumnChunkMetaData chunk) {
        Statistics<?> statistics = chunk.getStatistics();
        count += chunk.getValueCount();
        nulls += statistics.getNumNulls();
        if (statistics.hasNonNullValue()) {
            Object min = statistics.genericGetMin();
            Object max = statistics.genericGetMax();
            least = least == null || compare(min, least) < 0 ? min : least;
            most = most == null || compare(max, most) > 0 ? max : most;
        }
    }

    private static int compare(Object a, Object b) {
        return Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
    }

    FieldMetrics<?> metrics() {
        return new FieldMetrics<>(id, count, nulls, 0L, least, most);
    }
}
