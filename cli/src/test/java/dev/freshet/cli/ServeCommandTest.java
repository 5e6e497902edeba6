package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The long-running process on a real lakehouse. No file waits for {@code ingest.every}, which is an hour. */
class ServeCommandTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final Pattern PORT = Pattern.compile("HTTP at port (\\d+)");
    private static final Pattern CONSOLE = Pattern.compile("the console at (\\S+/)");

    @TempDir
    private Path directory;

    /** The command in a thread of its own. */
    private static final class Serving implements AutoCloseable {
        private final StringWriter out = new StringWriter();
        private final StringWriter err = new StringWriter();
        private final CommandLine command = FreshetCommand.commandLine().setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));

        Serving(String... arguments) {
            Thread.ofPlatform().start(() -> command.execute(arguments));
        }

        String get(String path) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(uri(path)).build()).body();
        }

        int post(String body) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(uri("/events")).POST(HttpRequest.BodyPublishers.ofString(body)).build())
                    .statusCode();
        }

        private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            }
        }

        /** The console's datasets. */
        String console() throws IOException, InterruptedException {
            Matcher url = CONSOLE.matcher(err.toString());
            assertThat(url.find()).as(err.toString()).isTrue();
            return send(HttpRequest.newBuilder(URI.create(url.group(1) + "datasets")).build()).body();
        }

        private URI uri(String path) {
            Matcher port = PORT.matcher(err.toString());
            assertThat(port.find()).as(err.toString()).isTrue();
            return URI.create("http://127.0.0.1:" + port.group(1) + path);
        }

        boolean hasIngested(String dataset) throws IOException, InterruptedException {
            return PORT.matcher(err.toString()).find() && get("/metrics").contains(
                    "freshet_tasks_total{schema=\"telemetry\",dataset=\"%s\",task=\"ingest\",outcome=\"succeeded\"} "
                            .formatted(dataset));
        }

        @Override
        public void close() {
            ServeCommand serve = (ServeCommand) command.getSubcommands().get("serve").getCommandSpec().userObject();
            Instant start = Instant.now();
            serve.end();
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
    }

    private Path spec(String dataset) throws IOException {
        Files.createDirectories(day(dataset, TODAY));
        return Files.writeString(directory.resolve(dataset + ".yaml"), """
                                                                       dataset: %s
                                                                       schema: telemetry
                                                                       landing: {root: "local:///landing/%1$s"}
                                                                       columns: {id: bigint}
                                                                       ingest: {every: PT1H, min_age: PT1S}
                                                                       """.formatted(dataset));
    }

    private static Path grouped(Path spec) throws IOException {
        return Files.writeString(spec, "group: served\n", StandardOpenOption.APPEND);
    }

    private static Path day(String dataset, LocalDate day) {
        return LocalLakehouse.shared().directory().resolve("landing/" + dataset + "/dt=" + day);
    }

    private static void land(String dataset, LocalDate day, String name, String lines) throws IOException {
        Path file = Files.writeString(Files.createDirectories(day(dataset, day)).resolve("." + name), lines);
        Files.move(file, file.resolveSibling(name));
    }

    private Path lakehouse() throws IOException {
        Path file = directory.resolve("lakehouse.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            LocalLakehouse.shared().properties().store(out, null);
        }
        return file;
    }

    private Serving serve(Object... arguments) throws IOException {
        return new Serving(Stream.concat(Stream.of("--lakehouse", lakehouse(), "serve", "--listen", "127.0.0.1:0"),
                Stream.of(arguments)).map(Object::toString).toArray(String[]::new));
    }

    private static List<String> hot(String dataset) throws SQLException {
        try (Connection trino = DriverManager.getConnection(LocalLakehouse.shared().trinoUrl(), "test", null);
                Statement statement = trino.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM lakehouse.telemetry." + dataset
                        + " WHERE served_from = 'hot' ORDER BY id")) {
            List<String> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private static void await(Serving serving, Callable<Boolean> condition) throws Exception {
        Instant end = Instant.now().plusSeconds(120);
        while (!condition.call()) {
            assertThat(Instant.now()).as(serving.out + "\n" + serving.err).isBefore(end);
            Thread.sleep(250);
        }
    }

    @Test
    void watchedFilesAreIngestedAtOnceAndFiguresTellOfIt() throws Exception {
        Path one = grouped(spec("serve_one"));
        land("serve_one", TODAY, "a.json", "{\"id\":1}\nbroken\n");
        Path two = grouped(spec("serve_two"));
        try (Serving serving = serve("--watch", "--console", "127.0.0.1:0", one, two)) {
            await(serving, () -> serving.hasIngested("serve_one") && serving.hasIngested("serve_two"));
            assertThat(hot("serve_one")).containsExactly("1");
            land("serve_one", TODAY, "b.json", "{\"id\":2}\n");
            land("serve_one", TODAY.plusDays(1), "c.json", "{\"id\":3}\n");
            land("serve_two", TODAY, "d.json", "{\"id\":4}\n");
            await(serving, () -> hot("serve_one").equals(List.of("1", "2", "3")));
            await(serving, () -> hot("serve_two").equals(List.of("4")));

            String one1 = "{schema=\"telemetry\",dataset=\"serve_one\"";
            await(serving, () -> serving.get("/metrics") // an ingest is counted when it ends, after its flip
                    .contains("freshet_ingested_files_total" + one1 + ",task=\"ingest\"} 3\n"));
            assertThat(serving.get("/health")).isEqualTo("ok\n");
            assertThat(serving.get("/metrics")).doesNotContain("outcome=\"failed\"");
            assertThat(serving.get("/metrics")).contains(
                    "freshet_ingested_files_total" + one1 + ",task=\"ingest\"} 3\n",
                    "freshet_ingested_rows_total" + one1 + ",task=\"ingest\"} 3\n",
                    "freshet_rejects_total" + one1 + ",task=\"ingest\"} 1\n", "freshet_raw_files" + one1 + "} 0\n",
                    "freshet_boundary_timestamp_seconds" + one1 + "} "
                            + TODAY.atStartOfDay(ZoneOffset.UTC).toEpochSecond() + "\n",
                    "freshet_tasks_total" + one1 + ",task=\"run\",outcome=\"succeeded\"} 1\n",
                    "freshet_task_last_success_timestamp_seconds" + one1, "freshet_data_lag_seconds" + one1,
                    "freshet_events_total{source=\"watch\",result=\"taken\"}");
            assertThat(serving.console()).contains("\"dataset\":\"serve_one\"", "\"dataset\":\"serve_two\"",
                    "\"command\":\"ingest\"");
        }
    }

    @Test
    void messagesMakeFilesHot() throws Exception {
        Path spec = spec("serve_told");
        Path events = directory.resolve("events");
        try (Serving serving = serve("--event-file", events, spec)) {
            await(serving, () -> serving.hasIngested("serve_told"));
            land("serve_told", TODAY, "a+b.json", "{\"id\":1}\n");
            assertThat(serving.post(created("serve_told", "a%2Bb.json"))).isEqualTo(200);
            assertThat(serving.post("{}")).isEqualTo(400);
            await(serving, () -> hot("serve_told").equals(List.of("1")));
            land("serve_told", TODAY, "c d.json", "{\"id\":2}\n");
            land("serve_told", TODAY, "lost.json", "{\"id\":3}\n");
            Files.writeString(events, created("serve_told", "c+d.json") + "\n");
            await(serving, () -> hot("serve_told").contains("2"));
            assertThat(serving.get("/metrics")).contains("freshet_events_total{source=\"http\",result=\"taken\"} 1\n",
                    "freshet_events_total{source=\"http\",result=\"malformed\"} 1\n",
                    "freshet_events_total{source=\"file\",result=\"taken\"} 1\n");
        }
    }

    private static String created(String dataset, String name) {
        return "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"\"},\"object\":{\"key\":\"landing%%2F%s/dt%%3D%s/%s\"}}}]}"
                .formatted(dataset, TODAY, name);
    }

    @Test
    void wrongOptionsAreReportedAtTheStart() throws IOException {
        Path spec = spec("serve_wrong");
        Path none = Files.writeString(directory.resolve("none.yaml"),
                Files.readString(spec).replaceAll("(?m)^ingest.*$", ""));
        Path lost = Files.writeString(directory.resolve("lost.yaml"),
                Files.readString(spec).replace("serve_wrong", "serve_lost"));
        for (Object[] wrong : new Object[][]{{"--watch", none}, {"--watch", lost}, {"--listen", "8082", spec},
                {"--console", "8083", spec},
                {"--event-file", directory, spec}, {"--event-file", directory.resolve("no/events"), spec}}) {
            TestingFreshet serve = TestingFreshet.run(
                    Stream.concat(Stream.of("--lakehouse", lakehouse(), "serve"), Stream.of(wrong)).toArray());
            assertThat(serve.exit()).as(serve.err()).isEqualTo(2);
            assertThat(serve.err())
                    .containsPattern("Cannot (?:watch|follow) |Invalid value for option '--(?:listen|console)'")
                    .hasLineCount(1);
        }
    }
}
