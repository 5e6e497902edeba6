package dev.freshet.benchmarks.intraday;

import java.util.Locale;

/** A query that each reader gets. */
enum LiveQuestion {
    COUNT("SELECT count(*) FROM %1$s"),
    /** One row by its id. */
    LOOKUP("SELECT id, customer, status, size_bytes FROM %1$s WHERE id = UUID '%2$s'"),
    GROUP_BY("SELECT customer, count(*), sum(size_bytes) FROM %1$s GROUP BY customer"),
    /** The ten largest of a column. */
    TOP("SELECT id, size_bytes FROM %1$s ORDER BY size_bytes DESC NULLS LAST, id LIMIT 10"),
    /** Analyzes and plans a count, and does not run it. */
    EXPLAIN("EXPLAIN SELECT count(*) FROM %1$s");

    private final String sql;

    LiveQuestion(String sql) {
        this.sql = sql;
    }

    /** @param id of the row that {@link #LOOKUP} finds */
    String sql(String table, String id) {
        return sql.formatted(table, id);
    }

    /** As reports name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
