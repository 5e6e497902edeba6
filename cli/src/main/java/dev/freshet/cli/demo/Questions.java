package dev.freshet.cli.demo;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Freshness;
import dev.freshet.core.Names;
import dev.freshet.gateway.FreshetStatement;
import dev.freshet.gateway.Route;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The demo's queries, over plain JDBC through the gateway: the same SQL on two connections, one for live and one for
 * T-1 answers.
 */
final class Questions implements AutoCloseable {
    private static final String USER = "demo";

    private final Names names;
    private final Clock clock;
    private final Connection live;
    private final Connection t1;
    private int asked;

    private Questions(Names names, Clock clock, Connection live, Connection t1) {
        this.names = names;
        this.clock = clock;
        this.live = live;
        this.t1 = t1;
    }

    static Questions connect(String trinoUrl, Names names, Clock clock) {
        String url = trinoUrl.replaceFirst("^jdbc:trino:", "jdbc:freshet:trino:");
        String freshness = url + (url.contains("?") ? "&" : "?") + "freshness=";
        try {
            return new Questions(names, clock, open(freshness + Freshness.LIVE), open(freshness + Freshness.T_1));
        } catch (SQLException e) {
            throw new DemoException("Cannot connect to %s: %s".formatted(url, e.getMessage()), e);
        }
    }

    private static Connection open(String url) throws SQLException {
        return DriverManager.getConnection(url, USER, null);
    }

    Answer ask(Freshness freshness) {
        Instant sent = clock.instant();
        long start = System.nanoTime();
        Map<String, Long> byPlace = new TreeMap<>();
        long[] bytes = new long[1];
        SortedMap<String, Long> byStatus = new TreeMap<>();
        List<Route> routes = query(freshness,
                """
                SELECT served_from, coalesce(status, '%s'), count(*), coalesce(sum(size_bytes), 0)
                FROM %s
                GROUP BY 1, 2""".formatted(Truth.NO_STATUS, names.liveView()), row -> {
                    byPlace.merge(row.getString(1), row.getLong(3), Long::sum);
                    bytes[0] += row.getLong(4);
                    byStatus.merge(row.getString(2), row.getLong(3), Long::sum);
                });
        // If the gateway reports no route, as after a failed lookup, the live view answers, as of the time of sending.
        Instant asOf = routes.stream().map(Route::dataAsOf).findFirst().orElse(sent);
        return new Answer(freshness, asOf, byPlace.getOrDefault("history", 0L), byPlace.getOrDefault("hot", 0L),
                byPlace.getOrDefault("tail", 0L), bytes[0], byStatus,
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** Whether a live query sees the row. */
    boolean sees(String id) {
        boolean[] seen = new boolean[1];
        query(Freshness.LIVE, "SELECT id FROM %s WHERE id = UUID '%s'".formatted(names.liveView(), id),
                row -> seen[0] = true);
        return seen[0];
    }

    /** The number of rejects by reason. */
    SortedMap<String, Long> rejects() {
        SortedMap<String, Long> byReason = new TreeMap<>();
        query(Freshness.LIVE, "SELECT reason, count(*) FROM %s GROUP BY 1".formatted(names.rejectsView()),
                row -> byReason.put(row.getString(1), row.getLong(2)));
        return byReason;
    }

    String trinoVersion() {
        StringBuilder version = new StringBuilder();
        query(Freshness.LIVE, "SELECT version()", row -> version.append(row.getString(1)));
        return version.toString();
    }

    /** The number of queries so far. All were answered: a failed one ends the demo. */
    int asked() {
        return asked;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private List<Route> query(Freshness freshness, String sql, RowReader reader) {
        asked++;
        try (Statement statement = (freshness.equals(Freshness.T_1) ? t1 : live).createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
            return statement.unwrap(FreshetStatement.class).routes();
        } catch (SQLException e) {
            throw new DemoException("Cannot answer: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }

    @Override
    public void close() {
        try (live; t1) {
            // closes both, also if the first fails
        } catch (SQLException e) {
            throw new DemoException("Failed to close the demo's connections: " + e.getMessage(), e);
        }
    }
}
