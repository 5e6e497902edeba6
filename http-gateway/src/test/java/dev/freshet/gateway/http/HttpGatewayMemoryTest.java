package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The endpoint in its own JVM with a small heap, in front of a coordinator that accepts every statement. */
@Timeout(180)
class HttpGatewayMemoryTest {
    private static final String TAKEN = "{\"id\":\"1\",\"stats\":{\"state\":\"FINISHED\"}}";
    private static final int AT_ONCE = 16;

    private static HttpServer coordinator;
    private static Process process;
    private static URI gateway;
    private static HttpClient client;

    /** The process. Its argument is the coordinator's URL; it prints the endpoint's URL. */
    static final class Main {
        public static void main(String[] args) throws IOException {
            HttpGateway started = HttpGateway.start(HttpGateway.Options
                    .of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), URI.create(args[0])));
            System.out.println(started.uri());
        }
    }

    @BeforeAll
    static void start() throws IOException {
        coordinator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        coordinator.setExecutor(Executors.newCachedThreadPool());
        coordinator.createContext("/", HttpGatewayMemoryTest::take);
        coordinator.start();
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m",
                "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "http://127.0.0.1:" + coordinator.getAddress().getPort())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = process.inputReader()) {
            gateway = URI.create(out.readLine());
        }
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void end() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        coordinator.stop(0);
    }

    /** Answers with the number of bytes. */
    private static void take(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read; (read = exchange.getRequestBody().read(buffer)) >= 0;) {
            bytes += read;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Bytes", String.valueOf(bytes));
        byte[] answer = TAKEN.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static CompletableFuture<HttpResponse<String>> post(String sql) {
        return client.sendAsync(HttpRequest.newBuilder(gateway.resolve("/v1/statement"))
                .header("X-Trino-User", "test").timeout(Duration.ofMinutes(2)).POST(BodyPublishers.ofString(sql))
                .build(), BodyHandlers.ofString());
    }

    private static List<HttpResponse<String>> postAtOnce(String sql) {
        List<CompletableFuture<HttpResponse<String>>> posted = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            posted.add(post(sql));
        }
        return posted.stream().map(CompletableFuture::join).toList();
    }

    private static void assertPassedOn(List<HttpResponse<String>> answers, String sql, String note) {
        assertThat(answers).hasSize(AT_ONCE).allSatisfy(answer -> {
            assertThat(answer.body()).isEqualTo(TAKEN);
            assertThat(answer.headers().firstValue("X-Bytes")).contains(String.valueOf(sql.length()));
            assertThat(answer.headers().firstValue(RouteHeaders.NOTE).orElse("")).contains(note);
        });
    }

    private static void assertAnswers() {
        assertThat(post("SELECT 1").join().body()).isEqualTo(TAKEN);
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void statementsTooLargeForTheHeapAreForwarded() {
        String sql = "SELECT " + "1,".repeat(490_000) + "1";
        assertPassedOn(postAtOnce(sql), sql, "the gateway cannot parse it: it has more than 13");
        assertAnswers();
    }

    @Test
    void statementsWithinMemoryAreParsedOneAfterTheOther() {
        String sql = "SELECT * FROM " + "a,".repeat(60_000) + "a";
        assertPassedOn(postAtOnce("EXPLAIN (TYPE VALIDATE) SELECT " + "1,".repeat(60_000) + "1"),
                "EXPLAIN (TYPE VALIDATE) SELECT " + "1,".repeat(60_000) + "1", "");
        assertPassedOn(postAtOnce(sql), sql, "");
        assertAnswers();
    }

    @Test
    void anOrOfManyBoundsKeepsOne() {
        String both = "(x < DATE '2026-11-20' AND x <= DATE '2026-11-21' AND x < TIMESTAMP '2026-11-20 00:00:00 UTC')";
        String sql = "SELECT 1 WHERE " + (both + " OR ").repeat(500) + both;
        assertPassedOn(postAtOnce(sql), sql, "");
        assertAnswers();
    }

    @Test
    void clientsThatStallKeepNobodyFromAnAnswer() throws IOException {
        String head = "POST /v1/statement HTTP/1.1\r\nHost: x\r\nX-Trino-User: slow\r\n";
        byte[] beginning = (head + "Content-Length: 3000000\r\n\r\nSELECT '").getBytes(StandardCharsets.UTF_8);
        byte[] megabytes = new byte[2_900_000];
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                Socket socket = new Socket(gateway.getHost(), gateway.getPort());
                stalled.add(socket);
                socket.getOutputStream().write(i % 2 == 0 ? head.getBytes(StandardCharsets.UTF_8) : beginning);
            }
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(gateway.getHost(), gateway.getPort());
                stalled.add(socket);
                socket.getOutputStream().write(beginning);
                Thread.ofVirtual().start(() -> {
                    try {
                        socket.getOutputStream().write(megabytes);
                    } catch (IOException e) {
                        // the gateway has closed it
                    }
                });
            }
            for (int i = 0; i < 50; i++) {
                assertAnswers();
            }
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void textsLongerThanTrinoAcceptsAreForwardedWithoutBuffering() {
        String sql = "SELECT '" + "x".repeat(20_000_000) + "'";
        assertPassedOn(postAtOnce(sql), sql, "it is longer than 1,000,000 characters");
        assertAnswers();
    }
}
