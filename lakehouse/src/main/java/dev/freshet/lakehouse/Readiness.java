package dev.freshet.lakehouse;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Waits until Trino serves queries from both catalogs on all nodes. When it first answers, it may report that no node
 * is available, because it has not discovered itself yet.
 *
 * @param nodes the coordinator and its workers
 * @param client the properties of Trino's JDBC driver with which to connect
 */
record Readiness(List<TrinoLauncher.Running> nodes, String url, Properties client, Path directory) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String QUERY = "SELECT (SELECT count(*) FROM lakehouse.information_schema.schemata) "
            + "+ (SELECT count(*) FROM landing.information_schema.schemata)";
    private static final String WORKERS = "SELECT count(*) FROM system.runtime.nodes WHERE NOT coordinator AND state = 'active'";

    void await() {
        Instant end = Instant.now().plus(PATIENCE);
        try {
            for (Optional<String> failure = failure(); failure.isPresent(); failure = failure()) {
                pause(end, failure.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Cannot start Trino: interrupted", e);
        }
    }

    private void pause(Instant end, String still) throws InterruptedException {
        Optional<String> ended = nodes.stream().map(TrinoLauncher.Running::end).flatMap(Optional::stream).findFirst();
        if (ended.isPresent()) {
            throw new StartException("Cannot start Trino: " + ended.get());
        }
        if (Instant.now().isAfter(end)) {
            throw new StartException("Cannot start Trino: after %d s %s (see %s)".formatted(PATIENCE.toSeconds(),
                    still, directory));
        }
        Thread.sleep(100);
    }

    private Optional<String> failure() {
        int workers = nodes.size() - 1;
        try (Connection connection = DriverManager.getConnection(url, client);
                Statement statement = connection.createStatement()) {
            number(statement, QUERY);
            // a launcher with its own access control may not let clients see the nodes
            int active = workers == 0 ? 0 : number(statement, WORKERS);
            return active == workers ? Optional.empty()
                    : Optional.of("it has %d of %d workers".formatted(active, workers));
        } catch (SQLException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getInt(1);
        }
    }
}
