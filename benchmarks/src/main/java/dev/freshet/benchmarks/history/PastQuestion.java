package dev.freshet.benchmarks.history;

import dev.freshet.core.LandingPartition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A question about the days before a moment.
 *
 * @param by the column that says which days
 */
record PastQuestion(Kind kind, By by) {
    /** The value that {@link Kind#FILTER} filters {@code status} on. */
    static final String STATUS = "failed";

    /** The kind of query. */
    enum Kind {
        /** Uses two columns and returns one row. */
        FILTER("SELECT count(*), sum(size_bytes) FROM %s WHERE status = '" + STATUS + "' AND %s"),
        /** Uses five columns. */
        GROUP_BY(
                "SELECT customer, status, count(*), sum(size_bytes), sum(files), sum(cost) FROM %s WHERE %s GROUP BY customer, status"),
        /** Uses fields of a row within a row; a view could keep the Parquet reader from reading only these. */
        NESTED("SELECT device.os.name, count(*), max(size_bytes) FROM %s WHERE device.model <> 'A4' AND %s GROUP BY device.os.name");

        private final String sql;

        Kind(String sql) {
            this.sql = sql;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The column of the predicate. */
    enum By {
        /** The live view bounds each branch with a literal of it. */
        LANDED_ON,
        /** The live view's text says nothing about it. */
        EVENT_TIME;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<PastQuestion> all() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(By.values()).map(by -> new PastQuestion(kind, by))).toList();
    }

    /** @param moment the beginning of this day, in UTC */
    String sql(String table, LandingPartition moment) {
        return kind.sql.formatted(table, switch (by) {
            case LANDED_ON -> "landed_on < " + moment.literal();
            case EVENT_TIME -> "event_time < TIMESTAMP '%s 00:00:00 UTC'".formatted(moment.day());
        });
    }

    @Override
    public String toString() {
        return kind + " by " + by;
    }
}
