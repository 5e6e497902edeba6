package dev.freshet.lakehouse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for a Trino to serve queries. */
record Readiness(TrinoLauncher.Running trino, int port, Path directory) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    void await() {
        HttpRequest info = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/info"))
                .timeout(Duration.ofSeconds(5)).build();
        Instant end = Instant.now().plus(PATIENCE);
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!isStarted(client, info)) {
                Optional<String> ended = trino.end();
                if (ended.isPresent()) {
                    throw new StartException("Cannot start Trino: " + ended.get());
                }
                if (Instant.now().isAfter(end)) {
                    throw new StartException("Cannot start Trino: it does not answer after %d s (see %s)"
                            .formatted(PATIENCE.toSeconds(), directory));
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Cannot start Trino: interrupted", e);
        }
    }

    private static boolean isStarted(HttpClient client, HttpRequest info) throws InterruptedException {
        try {
            return client.send(info, HttpResponse.BodyHandlers.ofString()).body().contains("\"starting\":false");
        } catch (IOException e) {
            return false; // not listening yet
        }
    }
}
