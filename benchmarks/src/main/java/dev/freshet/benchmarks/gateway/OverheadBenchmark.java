package dev.freshet.benchmarks.gateway;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a layer cost the thread that calls it? {@link OverheadBench} checks that the layers agree and runs this.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class OverheadBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    static final String REPEATED = "SELECT customer, count(*) AS backups FROM backups WHERE status = 'failed' GROUP BY customer";
    static final String PREPARED = "SELECT files, status, size_bytes FROM backups WHERE size_bytes > ? ORDER BY id";
    /** As a reporting tool would write it; a number makes it new. */
    private static final String UNIQUE = """
                                         WITH failed AS (
                                           SELECT customer, device.model AS model, date_trunc('hour', event_time) AS hour,
                                             count(*) AS backups, sum(size_bytes) AS bytes, approx_percentile(size_bytes, 0.95) AS most, count_if(encrypted) AS encrypted
                                           FROM telemetry.backups
                                           WHERE status IN ('failed', 'partial') AND event_time >= TIMESTAMP '2026-11-01 00:00:00 UTC'
                                             AND (device.os.name LIKE 'Linux%' OR cardinality(tags) > 2) AND files BETWEEN 1 AND 100000
                                           GROUP BY 1, 2, 3
                                           HAVING count(*) > 1
                                         )
                                         SELECT f.customer, f.model, f.hour, f.backups, CAST(f.bytes AS double) / 1e9 AS gb,
                                           CASE WHEN f.most > 1000000 THEN 'large' WHEN f.most > 1000 THEN 'medium' ELSE 'small' END AS size,
                                           100.0 * f.encrypted / f.backups AS percent_encrypted,
                                           row_number() OVER (PARTITION BY f.customer ORDER BY f.bytes DESC) AS place
                                         FROM failed f LEFT JOIN customers k ON k.customer = f.customer
                                         WHERE f.backups > 1 AND coalesce(k.cost, 0) >= 0
                                         ORDER BY f.hour DESC, place LIMIT 1""";

    @Param
    public Layer layer;

    private Layer.Stack stack;
    private Connection connection;
    private ResultSet rows;
    private long calls;
    private long callsBefore;
    private long cpuNanosBefore;

    /**
     * CPU time of the calling thread, for one call. Unlike wall-clock time, it does not grow with other processes.
     */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class CallingThread {
        public double cpuNanos;
    }

    @Setup
    public void connect() throws SQLException {
        stack = layer.over(new MemoryDriver());
        connection = stack.connection();
        rows = connection.createStatement().executeQuery(REPEATED);
    }

    @Setup(Level.Iteration)
    public void start() {
        callsBefore = calls;
        cpuNanosBefore = THREADS.getCurrentThreadCpuTime();
    }

    @TearDown(Level.Iteration)
    public void stop(CallingThread thread) {
        thread.cpuNanos = (double) (THREADS.getCurrentThreadCpuTime() - cpuNanosBefore) / (calls - callsBefore);
    }

    @Benchmark
    public ResultSet repeated() throws SQLException {
        calls++;
        return send(REPEATED);
    }

    @Benchmark
    public ResultSet prepared() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PREPARED)) {
            statement.setLong(1, calls++);
            return statement.executeQuery();
        }
    }

    @Benchmark
    public ResultSet unique() throws SQLException {
        return send(unique(calls++));
    }

    static String unique(long number) {
        return UNIQUE + (1_000_000 + number);
    }

    private ResultSet send(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeQuery(sql);
        }
    }

    @Benchmark
    public long row() throws SQLException {
        calls++;
        rows.next();
        return rows.getLong(1) + rows.getString(2).length() + rows.getInt(3);
    }

    @TearDown
    public void disconnect() throws SQLException {
        stack.close();
    }
}
