package dev.freshet.lakehouse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits until Trino serves queries: until it answers at all, and then from both catalogs. In between it may report that
 * no node is available, because it has not discovered itself yet.
 */
record Readiness(TrinoLauncher.Running trino, int port, Path directory) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String QUERY = "SELECT (SELECT count(*) FROM lakehouse.information_schema.schemata) "
            + "+ (SELECT count(*) FROM landing.information_schema.schemata)";

    void await() {
        HttpRequest info = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/info"))
                .timeout(Duration.ofSeconds(5)).build();
        Instant end = Instant.now().plus(PATIENCE);
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!isStarted(client, info)) {
                pause(end, "it does not answer");
            }
            for (Optional<String> failure = failure(); failure.isPresent(); failure = failure()) {
                pause(end, failure.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Cannot start Trino: interrupted", e);
        }
    }

    private void pause(Instant end, String still) throws InterruptedException {
        Optional<String> ended = trino.end();
        if (ended.isPresent()) {
            throw new StartException("Cannot start Trino: " + ended.get());
        }
        if (Instant.now().isAfter(end)) {
            throw new StartException("Cannot start Trino: after %d s %s (see %s)".formatted(PATIENCE.toSeconds(),
                    still, directory));
        }
        Thread.sleep(100);
    }

    private static boolean isStarted(HttpClient client, HttpRequest info) throws InterruptedException {
        try {
            return client.send(info, HttpResponse.BodyHandlers.ofString()).body().contains("\"starting\":false");
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private Optional<String> failure() {
        try (Connection connection = DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, "freshet", null);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(QUERY)) {
            return answer.next() ? Optional.empty() : Optional.of("it answers without a row");
        } catch (SQLException e) {
            return Optional.of(e.getMessage());
        }
    }
}
