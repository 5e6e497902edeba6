package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.console.ConsoleServer;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console, over HTTP and in a browser. */
class ConsoleTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;
    private static Connections connections;
    private static ConsoleServer console;

    @BeforeAll
    static void start() throws IOException {
        Path spec = Files.writeString(directory.resolve("spec.yaml"), """
                                                                      dataset: watched
                                                                      schema: console
                                                                      landing: {root: "local:///landing/watched"}
                                                                      columns: {id: bigint}
                                                                      ingest: {every: PT1M, min_age: PT0S}
                                                                      """);
        Path file = directory.resolve("lakehouse.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            LocalLakehouse.shared().properties().store(out, null);
        }
        land(TODAY.minusDays(1), "a.json", "{\"id\":1}\n<b>broken</b>\n[]\n[1]\n");
        land(TODAY, "a.json", "{\"id\":2}\n");
        for (String command : List.of("run", "ingest", "run", "ingest")) { // the second ones tell how old the data were
            assertThat(TestingFreshet.run(command, "--lakehouse", file, spec).exit()).isZero();
        }
        land(TODAY, "b.json", "{\"id\":3}\n");
        land(TODAY.minusDays(1), "late.json", "{\"id\":4}\n");
        land(TODAY, "../README.txt", "for people\n");
        land(TODAY, "cut.json", "raw and broken\n");

        CostModelFile model = CostModelFile.of(file);
        LakehouseConfig lakehouse = LakehouseConfig.read(file);
        model.write(TestingCostModel.of(lakehouse));
        connections = new Connections(() -> lakehouse);
        console = new ConsoleServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ConsoleContent(List.of(SpecFile.read(spec)), connections, () -> lakehouse, model));
    }

    @AfterAll
    static void stop() {
        console.close();
        connections.close();
    }

    private static void land(LocalDate day, String name, String lines) throws IOException {
        Path landed = LocalLakehouse.shared().directory().resolve("landing/watched/dt=" + day);
        Files.writeString(Files.createDirectories(landed).resolve(name), lines);
    }

    @Test
    void itTellsWhatEachAnswerReadsAndWhatRanLast() throws IOException, InterruptedException {
        JsonNode watched = json(CLIENT.send(HttpRequest.newBuilder(uri("/datasets")).build(), BodyHandlers.ofString()))
                .at("/datasets/0");
        assertThat(watched.get("dataset").asText()).isEqualTo("watched");
        JsonNode status = watched.get("status");
        assertThat(status.get("boundary").asText()).isEqualTo(TODAY.toString());
        assertThat(status.at("/hot/0/files").asInt()).isEqualTo(1);
        assertThat(status.at("/tail/0/files").asInt()).isEqualTo(2);
        assertThat(watched.get("expected").asText()).as("of two files").startsWith("a live query takes about 114 ms");
        assertThat(status.at("/historyFiles").asInt()).isEqualTo(1);
        assertThat(status.at("/historyBytes").asInt()).isPositive();
        assertThat(status.at("/notRead/0/text").asText()).startsWith("outside every landing partition");
        assertThat(status.at("/late/0/files").asInt()).isEqualTo(1);
        assertThat(watched.get("runs").findValuesAsText("command")).containsExactly("ingest", "run", "ingest", "run");
        assertThat(watched.get("ages")).hasSize(2);
        assertThat(watched.at("/runs/3/rejects").asInt()).isEqualTo(3);
        assertThat(watched.at("/runs/3/steps").toString()).contains("[\"reconcile\",", "[\"flip\",");
    }

    @Test
    void itShowsRejectedLinesOfIngestedFilesWithTheirReason() throws IOException, InterruptedException {
        JsonNode rejects = json(CLIENT.send(HttpRequest.newBuilder(uri("/datasets")).build(), BodyHandlers.ofString()))
                .at("/datasets/0/rejects");
        assertThat(rejects).hasSize(2);
        assertThat(rejects.at("/0/reason").asText()).isEqualTo("a JSON array, not an object");
        assertThat(rejects.at("/0/lines").asInt()).isEqualTo(2);
        assertThat(rejects.at("/0/samples").findValuesAsText("line")).containsExactlyInAnyOrder("[]", "[1]");
        assertThat(rejects.at("/1/samples/0/line").asText()).isEqualTo("<b>broken</b>");
        assertThat(rejects.at("/1/samples/0/landed").asText()).isEqualTo(TODAY.minusDays(1).toString());
        assertThat(rejects.at("/1/samples/0/file").asText()).endsWith("/dt=" + TODAY.minusDays(1) + "/a.json");
    }

    @Test
    void itAnswersLiveAndT1() throws IOException, InterruptedException {
        String sql = "-- all of it\nSELECT count(*) FROM lakehouse.console.watched;";
        assertThat(json(answer(sql, "live")).get("rows").toString()).isEqualTo("[[3]]");
        JsonNode t1 = json(answer(sql, "t-1"));
        assertThat(t1.get("rows").toString()).isEqualTo("[[1]]");
        assertThat(t1.at("/warnings/0").asText()).contains("is read t-1", "data as of " + TODAY);
        assertThat(json(answer("SELECT nothing", "live")).get("error").asText()).contains("nothing");
    }

    @Test
    void itChangesNothing() throws IOException, InterruptedException {
        for (String sql : new String[]{"DROP VIEW lakehouse.console.watched", "/* SELECT */ DELETE FROM x",
                "EXPLAIN ANALYZE DELETE FROM x", "CALL system.x()", "( INSERT INTO x SELECT 1)", ""}) {
            assertThat(json(answer(sql, "live")).get("error").asText()).as(sql).contains("runs queries only");
        }
    }

    @Test
    void anotherSitesPageCanAskNothing() throws IOException, InterruptedException {
        assertThat(CLIENT.send(question("SELECT 1", "live").header("Origin", "http://elsewhere").build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        assertThat(CLIENT.send(question("SELECT 1", "live").setHeader("Content-Type", "text/plain").build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort())) {
            socket.getOutputStream().write("GET /datasets HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    @Tag("slow")
    void thePageShowsIt() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(CHROMIUM), "there is no " + CHROMIUM + " to open the page in");
        String page = opened("light");
        assertThat(page)
                .contains("<h2>console.watched</h2>", ">boundary " + TODAY.toString().substring(5) + "<",
                        "hot: 1 file, 9 B",
                        "raw: 2 files, 24 B", "<option value=\"0\">console.watched</option>",
                        "&lt;b&gt;broken&lt;/b&gt;", "outside every landing partition", "README.txt")
                .contains("<div class=\"bad\"><dt>late files</dt><dd>1<").contains("<canvas");
        assertThat(page.substring(page.indexOf("<h3>Last runs</h3>"))).contains("<td>ingest</td>", "<td>run</td>");
        assertThat(opened("dark", "--blink-settings=preferredColorScheme=0")).contains("<h2>console.watched</h2>");
    }

    /** Lets the page run for some seconds, and leaves a picture in {@code target}. Returns its elements as HTML. */
    private static String opened(String scheme, String... options) throws IOException, InterruptedException {
        Path target = Path.of("target").toAbsolutePath();
        Path dom = directory.resolve(scheme + ".html");
        List<String> command = new ArrayList<>(List.of(CHROMIUM.toString(), "--headless", "--no-sandbox",
                "--hide-scrollbars", "--user-data-dir=" + directory.resolve("chromium"), "--window-size=1100,900",
                "--virtual-time-budget=8000", "--dump-dom",
                "--screenshot=" + target.resolve("console-" + scheme + ".png"), uri("/").toString()));
        command.addAll(List.of(options));
        Process chromium = new ProcessBuilder(command).redirectOutput(dom.toFile())
                .redirectError(target.resolve("chromium.log").toFile()).start();
        if (!chromium.waitFor(2, TimeUnit.MINUTES)) {
            chromium.destroyForcibly();
        }
        assertThat(chromium.waitFor()).isZero();
        return Files.readString(dom);
    }

    private static URI uri(String path) {
        return URI.create(console.url()).resolve(path);
    }

    private static HttpRequest.Builder question(String sql, String freshness) {
        return HttpRequest.newBuilder(uri("/answer")).header("Content-Type", "application/json").POST(
                HttpRequest.BodyPublishers.ofString(Output.text(Map.of("sql", sql, "freshness", freshness))));
    }

    private static HttpResponse<String> answer(String sql, String freshness) throws IOException, InterruptedException {
        return CLIENT.send(question(sql, freshness).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Output.JSON.readTree(response.body());
    }
}
