package dev.freshet.samples.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A page in headless Chromium, by Chromium's DevTools protocol. */
final class TestingBrowser implements AutoCloseable {
    static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String READY = "DevTools listening on ws://";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process chromium;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final WebSocket page;
    private int sent;

    /** @param scheme {@code light} or {@code dark} */
    TestingBrowser(String url, String scheme) throws IOException, InterruptedException {
        Path profile = Path.of("target/chromium").toAbsolutePath();
        ProcessBuilder start = new ProcessBuilder(CHROMIUM.toString(), "--headless", "--no-sandbox",
                "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + profile,
                "--window-size=1000,1000", "about:blank");
        start.environment().put("TZ", "UTC");
        chromium = start.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        HttpClient http = HttpClient.newHttpClient();
        String pages = http.send(HttpRequest.newBuilder(URI.create("http://" + address() + "/json/list")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        URI blank = JSON.readTree(pages).valueStream().filter(target -> target.get("type").asString().equals("page"))
                .map(target -> URI.create(target.get("webSocketDebuggerUrl").asString())).findFirst().orElseThrow();
        page = http.newWebSocketBuilder().buildAsync(blank, new Received(messages, new StringBuilder())).join();
        send("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        send("Page.navigate", Map.of("url", url));
    }

    private String address() throws IOException {
        BufferedReader log = chromium.errorReader();
        String line = log.readLine();
        while (!line.startsWith(READY)) {
            line = log.readLine();
        }
        return URI.create(line.substring(READY.length() - "ws://".length())).getAuthority();
    }

    private record Received(BlockingQueue<JsonNode> messages, StringBuilder text) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                messages.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private JsonNode send(String method, Map<String, Object> parameters) throws InterruptedException {
        int id = ++sent;
        page.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).join();
        JsonNode answer = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        while (answer != null && answer.path("id").asInt() != id) {
            answer = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        if (answer == null || answer.has("error")) {
            throw new IllegalStateException(method + ": " + answer);
        }
        return answer.get("result");
    }

    /** The value of a JavaScript expression, as text. */
    String evaluate(String expression) throws InterruptedException {
        return send("Runtime.evaluate", Map.of("expression", "String(" + expression + ")")).at("/result/value")
                .asString();
    }

    /** Waits until a JavaScript expression is true. */
    void await(String expression) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!evaluate(expression).equals("true")) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(expression + " does not hold: " + evaluate("document.body.innerText"));
            }
            Thread.sleep(100);
        }
    }

    void picture(Path file) throws IOException, InterruptedException {
        Files.write(file, Base64.getDecoder()
                .decode(send("Page.captureScreenshot", Map.of("format", "png")).get("data").asString()));
    }

    @Override
    public void close() {
        chromium.destroy();
        chromium.onExit().join();
    }
}
