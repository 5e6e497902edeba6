package dev.freshet.cli.lineage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.cli.lineage.RunEvents.Node;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.RunLog.Work;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells an OpenLineage receiver of one run, repair or ingest: an HTTP endpoint, or a file with one event a line. Events
 * are sent beside the work. One that cannot be sent is a warning.
 */
public final class Lineage {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Those that read raw files into a table. */
    private static final Set<String> COMMANDS = Set.of("run", "repair", "backfill", "ingest");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 200;

    private final Map<String, String> receiver;
    private final RunEvents events;
    private final Consumer<String> warn;
    private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

    private Lineage(Map<String, String> receiver, RunEvents events, Consumer<String> warn) {
        this.receiver = receiver;
        this.events = events;
        this.warn = warn;
    }

    /**
     * Empty if the lakehouse file names no receiver, or if the command reads no raw files.
     *
     * @param warn takes why an event was not sent
     */
    public static Optional<Lineage> of(String command, DatasetSpec dataset, Names names, LakehouseConfig lakehouse,
            Consumer<String> warn) {
        Map<String, String> receiver = lakehouse.openLineage();
        if (!receiver.containsKey("url") || !COMMANDS.contains(command)) {
            return Optional.empty();
        }
        String table = command.equals("ingest") ? names.hotTable() : names.historyTable();
        return Optional.of(new Lineage(receiver, new RunEvents(UUID.randomUUID(),
                new Node(receiver.getOrDefault("namespace", "freshet"),
                        "%s.%s.%s".formatted(dataset.schema(), dataset.name(), command)),
                Node.at(dataset.landing().root()),
                new Node(Node.at(lakehouse.trinoUrl().replaceFirst("^jdbc:", "")).namespace(),
                        "%s.%s.%s".formatted(names.catalog(), names.hiddenSchema(), table))),
                warn));
    }

    public void started() {
        send(events.start());
    }

    /** Waits until all events are sent, but not for long. */
    public void completed(Work work) {
        send(events.complete(work));
        await();
    }

    /** Waits until all events are sent, but not for long. */
    public void failed(String message) {
        send(events.fail(message));
        await();
    }

    private void send(Map<String, Object> event) {
        sent = sent.thenRunAsync(() -> deliver(event), Thread::startVirtualThread);
    }

    private void await() {
        sent.completeOnTimeout(null, 3 * PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void deliver(Map<String, Object> event) {
        String url = receiver.get("url");
        try {
            URI uri = URI.create(url);
            String text = JSON.writeValueAsString(event);
            if ("file".equals(uri.getScheme())) {
                Files.writeString(Path.of(uri), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } else {
                post(uri, text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            warn.accept("cannot send the %s event to %s: %s".formatted(event.get("eventType"), Secrets.hidden(url),
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    private void post(URI uri, String text) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(text));
        if (receiver.containsKey("token")) {
            authorize(request);
        }
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                String body = response.body();
                throw new IOException("it answers %d %s".formatted(response.statusCode(),
                        body.substring(0, Math.min(body.length(), LONGEST_ANSWER)).strip()));
            }
        }
    }

    private void authorize(HttpRequest.Builder request) throws IOException {
        try {
            request.header("Authorization", "Bearer " + receiver.get("token"));
        } catch (IllegalArgumentException e) { // its message has the token
            throw new IOException("openlineage.token has characters that no header may have");
        }
    }
}
