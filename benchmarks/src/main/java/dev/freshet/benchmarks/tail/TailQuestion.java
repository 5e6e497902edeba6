package dev.freshet.benchmarks.tail;

import java.util.Locale;

/** The queries, by the number of columns that they use. */
enum TailQuestion {
    COUNT("SELECT count(*) FROM (%s)"),
    FILTER("SELECT count(*) FROM (%s) WHERE status = 'failed'"),
    GROUP_BY("""
             SELECT customer, status, count(*), sum(size_bytes), sum(files), sum(cost)
             FROM (%s) GROUP BY customer, status ORDER BY customer, status"""),
    ALL("""
        SELECT count(id), count(event_time), count(started_at), count(customer), count(device), count(agent_address),
          count(status), count(size_bytes), count(files), count(cost), count(encrypted), count(tags), count(metrics)
        FROM (%s)""");

    private final String sql;

    TailQuestion(String sql) {
        this.sql = sql;
    }

    String of(String rows) {
        return sql.formatted(rows);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
