package dev.freshet.cli;

import dev.freshet.cli.console.ConsoleServer.Content;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What the console shows: the state of its datasets, and answers of the gateway. The state is read for all pages at
 * once, only while one is open, on a connection that no task waits for.
 */
final class ConsoleContent implements Content {
    private static final Duration LEAST_AGE = Duration.ofSeconds(4);
    /** After each read it waits this many times as long, so that reading takes at most a tenth of the time. */
    private static final int REST = 9;
    /** A question asks live and T-1. */
    private static final int QUERIES = 8;
    private static final int MOST_ROWS = 200;
    private static final Duration LONGEST_QUERY = Duration.ofMinutes(5);
    /** A query, possibly after comments. Trino has no other statements that begin with these words. */
    private static final Pattern QUERY = Pattern.compile(
            "(?is)(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/|\\()*+(?:SELECT|WITH|VALUES|TABLE)\\b.*");

    private final List<ConsoleDataset> datasets;
    private final Supplier<LakehouseConfig> lakehouse;
    private final Semaphore queries = new Semaphore(QUERIES);
    private Map<String, Object> state;
    private long readAgainAt;

    ConsoleContent(List<SpecFile> specs, Connections connections, Supplier<LakehouseConfig> lakehouse,
            CostModelFile costModel) {
        this.datasets = specs.stream().map(spec -> new ConsoleDataset(spec, connections, costModel)).toList();
        this.lakehouse = lakehouse;
    }

    @Override
    public synchronized Map<String, Object> datasets() {
        long start = System.nanoTime();
        if (state == null || start - readAgainAt >= 0) {
            state = Map.of("now", Instant.now().toString(), "datasets",
                    datasets.stream().map(ConsoleDataset::state).toList());
            long end = System.nanoTime();
            readAgainAt = end + Math.max(LEAST_AGE.toNanos(), REST * (end - start));
        }
        return state;
    }

    @Override
    public Map<String, Object> answer(String sql, String freshness) {
        if (!QUERY.matcher(sql).matches()) {
            return error("The console runs queries only: SELECT, WITH, VALUES or TABLE.");
        }
        if (!queries.tryAcquire()) {
            return error("%d queries of the console are running. Ask again later.".formatted(QUERIES));
        }
        try (Connection connection = new QueryTarget(lakehouse.get(), false, freshness).connect();
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(MOST_ROWS);
            statement.setQueryTimeout((int) LONGEST_QUERY.toSeconds());
            return answer(statement, sql.strip().replaceFirst(";\\s*$", ""));
        } catch (SQLException | RuntimeException e) {
            return error(String.valueOf(Failure.of(e).message()));
        } finally {
            queries.release();
        }
    }

    private static Map<String, Object> answer(Statement statement, String sql) throws SQLException {
        long start = System.nanoTime();
        try (ResultSet rows = statement.executeQuery(sql)) {
            return JsonAnswer.of(rows, row -> {
            }).json(Duration.ofNanos(System.nanoTime() - start),
                    QueryTarget.warnings(statement));
        }
    }

    private static Map<String, Object> error(String message) {
        return Map.of("error", message);
    }
}
