package dev.freshet.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each source of events passes on. */
class EventsTest {
    private static final String LOST = "lost";
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private Path directory;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Instant now = Instant.now();
    private final Metrics metrics = new Metrics(() -> now);
    private final Events events = new Events(List.of(new Events.Listener() {
        @Override
        public boolean told(String file) {
            boolean taken = file.startsWith("//b/") || file.startsWith("///");
            if (taken) {
                heard.add(file);
            }
            return taken;
        }

        @Override
        public void lost() {
            heard.add(LOST);
        }
    }), metrics);

    private String next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    /** Other events of the same file may come before. */
    private void assertHears(String file) throws InterruptedException {
        String next;
        do {
            next = next();
        } while (next != null && !next.equals(file));
        assertThat(next).isEqualTo(file);
    }

    private static String created(String key) {
        return "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\""
                + key + "\"}}}]}";
    }

    @Test
    void aFileIsFollowedAlsoWhenItIsReplacedOrTruncated() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("events"), created("before") + "\n");
        try (EventFile _ = new EventFile(file, events)) {
            Files.writeString(file, created("one").substring(0, 40), StandardOpenOption.APPEND);
            Thread.sleep(400);
            Files.writeString(file, created("one").substring(40) + "\nno json\n\n" + created("two") + "\n",
                    StandardOpenOption.APPEND);
            assertThat(next()).isEqualTo("//b/one");
            assertThat(next()).isEqualTo("//b/two");
            Files.move(file, directory.resolve("events.1"));
            Files.writeString(directory.resolve("events.1"), created("three") + "\n", StandardOpenOption.APPEND);
            assertThat(next()).isEqualTo("//b/three");
            Files.writeString(file, created("four") + "\n");
            assertThat(next()).isEqualTo("//b/four");
            Files.writeString(file, "");
            Thread.sleep(400);
            Files.writeString(file, created("five") + "\n", StandardOpenOption.APPEND);
            assertThat(next()).isEqualTo("//b/five");
            Files.writeString(file, "x".repeat(EventMessage.LONGEST + 1) + "\n" + created("six") + "\n",
                    StandardOpenOption.APPEND);
            assertThat(next()).isEqualTo(LOST);
            assertThat(next()).isEqualTo("//b/six");
            Files.writeString(file, created("seven") + "\n", StandardOpenOption.APPEND);
            assertThat(next()).isEqualTo("//b/seven"); // an event is counted before the next one is read
            assertThat(metrics.text()).contains("freshet_events_total{source=\"file\",result=\"malformed\"} 1\n")
                    .containsPattern("freshet_events_total\\{source=\"file\",result=\"taken\"} [67]\n");
        }
        assertThatThrownBy(() -> new EventFile(directory, events)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new EventFile(directory.resolve("none/events"), events))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aDirectoryIsWatchedWithThoseThatAppear() throws IOException, InterruptedException {
        DatasetSpec spec = SpecReader.parse("a.yaml", """
                                                      dataset: a
                                                      schema: b
                                                      landing: {root: "local:///in", layout: "{yyyy}/{MM}/{dd}"}
                                                      columns: {id: bigint}
                                                      """);
        String day = TODAY.toString().replace('-', '/');
        Files.createDirectories(directory.resolve("2020/01/01"));
        try (DirectoryWatch _ = new DirectoryWatch(List.of(new DirectoryWatch.Root(directory, spec)), events)) {
            Path first = Files.createDirectories(directory.resolve(day));
            Files.writeString(first.resolve("a.json"), "{}");
            assertHears("///in/" + day + "/a.json");
            Files.writeString(directory.resolve("2020/01/01/old.json"), "{}");
            Files.writeString(first.resolve("b.json"), "{}");
            assertThat(next()).satisfiesAnyOf(name -> assertThat(name).endsWith("a.json"),
                    name -> assertThat(name).endsWith("b.json"));
            heard.clear();
            Files.delete(first.resolve("a.json"));
            assertHears("///in/" + day + "/a.json");
            Path made = Files.createDirectories(directory.resolve("made/01"));
            Files.writeString(made.resolve("c.json"), "{}");
            Files.move(directory.resolve("made"), directory.resolve(TODAY.getYear() + 1 + ""));
            assertHears("///in/" + (TODAY.getYear() + 1) + "/01/c.json");
            assertThat(metrics.text()).contains("freshet_events_total{source=\"watch\",result=\"taken\"}");
        }
        assertThatThrownBy(() -> new DirectoryWatch(
                List.of(new DirectoryWatch.Root(directory.resolve("none"), spec)), events))
                .isInstanceOf(IOException.class);
    }

    @Test
    void messagesComeOverHttp() throws IOException, InterruptedException {
        try (Endpoint endpoint = new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.of(events), metrics, metrics::unhealthy)) {
            assertThat(send(endpoint, "/events", created("a%2Fb")).statusCode()).isEqualTo(200);
            assertThat(next()).isEqualTo("//b/a/b");
            HttpResponse<String> wrong = send(endpoint, "/events", "{}");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).hasLineCount(1).contains("no event notification of S3");
            assertThat(send(endpoint, "/events", " ".repeat(EventMessage.LONGEST + 1)).statusCode()).isEqualTo(413);
            assertThat(next()).isEqualTo(LOST);
            assertThat(send(endpoint, "/events", created("x").replace("\"b\"", "\"other\"")).statusCode())
                    .isEqualTo(200);
            assertThat(send(endpoint, "/events", null).statusCode()).isEqualTo(405);
            assertThat(send(endpoint, "/metrics", "{}").statusCode()).isEqualTo(405);
            assertThat(send(endpoint, "/", null).statusCode()).isEqualTo(404);
            assertThat(send(endpoint, "/metrics", null).body()).contains("# TYPE freshet_events_total counter\n",
                    "freshet_events_total{source=\"http\",result=\"taken\"} 1\n",
                    "freshet_events_total{source=\"http\",result=\"ignored\"} 1\n",
                    "freshet_events_total{source=\"http\",result=\"malformed\"} 1\n",
                    "freshet_events_total{source=\"http\",result=\"lost\"} 1\n",
                    "# TYPE process_start_time_seconds gauge\n");
        }
    }

    @Test
    void healthIsAboutTasksThatFailForLong() throws IOException, InterruptedException {
        try (Endpoint endpoint = new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.of(events), metrics, metrics::unhealthy)) {
            metrics.outcome(false, "backups: run");
            now = now.plusSeconds(900);
            metrics.outcome(false, "backups: run");
            assertThat(send(endpoint, "/health", null).statusCode()).isEqualTo(200);
            now = now.plusSeconds(1);
            HttpResponse<String> failing = send(endpoint, "/health", null);
            assertThat(failing.statusCode()).isEqualTo(503);
            assertThat(failing.body()).startsWith("backups: run has been failing since ");
            metrics.outcome(true, "backups: run");
            assertThat(send(endpoint, "/health", null).statusCode()).isEqualTo(200);
        }
    }

    /** @param body null to GET */
    private static HttpResponse<String> send(Endpoint endpoint, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send((body == null ? request : request.POST(HttpRequest.BodyPublishers.ofString(body)))
                    .build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
