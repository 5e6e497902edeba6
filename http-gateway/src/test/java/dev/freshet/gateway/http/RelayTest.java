package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors and disconnects of either side, with a fake coordinator. */
@Timeout(60)
class RelayTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNK = "10000\r\n" + " ".repeat(0x10000) + "\r\n";

    private final HttpClient client = HttpClient.newHttpClient();

    private interface Conversation {
        void with(Socket socket) throws IOException;
    }

    /** Answers one request. {@code over} completes with the failure when the connection ends. */
    private record Fake(ServerSocket socket, CompletableFuture<String> request) implements AutoCloseable {
        static Fake answering(Conversation conversation, CompletableFuture<Void> over) throws IOException {
            Fake fake = new Fake(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), new CompletableFuture<>());
            Thread thread = new Thread(() -> {
                try (Socket accepted = fake.socket.accept()) {
                    fake.request.complete(headers(accepted.getInputStream()));
                    conversation.with(accepted);
                    over.complete(null);
                } catch (IOException e) {
                    over.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            return fake;
        }

        private static String headers(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            while (!text.toString().endsWith("\r\n\r\n")) {
                text.append((char) in.read());
            }
            return text.toString();
        }

        HttpGateway.Options options() {
            return HttpGateway.Options.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    URI.create("http://127.0.0.1:" + socket.getLocalPort()));
        }

        HttpGateway gateway() throws IOException {
            return HttpGateway.start(options());
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static HttpRequest get(HttpGateway gateway, String path) {
        return HttpRequest.newBuilder(gateway.uri().resolve(path)).build();
    }

    @Test
    void aTruncatedAnswerIsAnError() throws Exception {
        // Long enough that the client sees the beginning: it would repeat a request without any answer.
        try (Fake fake = Fake.answering(socket -> write(socket, CHUNKED + CHUNK), new CompletableFuture<>());
                HttpGateway gateway = fake.gateway()) {
            assertThatThrownBy(() -> client.send(get(gateway, "/v1/spooled/1"), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientIsNotCutOffWhileTrinoDoesNotTakeItsStatement() throws Exception {
        String sql = "x".repeat(16 << 20); // more than sockets hold
        try (Fake fake = Fake.answering(socket -> {
            sleep(TimedEndPoint.HURRY.plusSeconds(2));
            socket.getInputStream().readNBytes(sql.length());
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        }, new CompletableFuture<>()); HttpGateway gateway = fake.gateway()) {
            HttpRequest post = HttpRequest.newBuilder(gateway.uri().resolve("/v1/statement"))
                    .POST(BodyPublishers.ofString(sql)).build();
            assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("{}");
        }
    }

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void connectionsWithAnAnswerThatIsNotHttpDoNotStayOpen() throws Exception {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (TestingUpstream upstream = new TestingUpstream(URI.create("http://127.0.0.1:1"));
                HttpGateway gateway = HttpGateway.start(HttpGateway.Options.of(new InetSocketAddress(InetAddress
                        .getLoopbackAddress(), 0), upstream.uri()))) {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/v1/query/1")).header("X-Trino-User",
                    TestingUpstream.Behaviour.GARBAGE.user()).build();
            long before = system.getOpenFileDescriptorCount();
            for (int i = 0; i < 400; i++) {
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(502);
            }
            for (int i = 0; i < 100 && system.getOpenFileDescriptorCount() - before > 150; i++) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(system.getOpenFileDescriptorCount() - before).isLessThan(150);
        }
    }

    @Test
    void aClientDisconnectClosesTheConnectionToTheCoordinator() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        try (Fake endless = Fake.answering(socket -> {
            write(socket, CHUNKED);
            while (true) {
                write(socket, CHUNK);
            }
        }, over); HttpGateway gateway = endless.gateway()) {
            try (InputStream body = client.send(get(gateway, "/v1/statement/executing/1"), BodyHandlers.ofInputStream())
                    .body()) {
                assertThat(body.readNBytes(100_000)).hasSize(100_000);
            }
            assertThatThrownBy(() -> over.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void allHeadersAreForwardedExceptConnectionHeaders() throws Exception {
        String answer = "HTTP/1.1 303 See Other\r\nLocation: http://127.0.0.1:%d/ui/a?b=c%%20d\r\nContent-Length: 0\r\n"
                + "X-Trino-Set-Session: a=b\r\nX-Trino-Set-Session: c=d\r\nConnection: X-Mine\r\nX-Mine: 1\r\n\r\n";
        try (Fake fake = Fake.answering(
                socket -> write(socket, answer.formatted(socket.getLocalPort())), new CompletableFuture<>());
                HttpGateway gateway = fake.gateway()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/ui/x%2Fy?z=%20"))
                    .header("Authorization", "Bearer secret").header("X-Freshet-Freshness", "live")
                    .header("Accept-Encoding", "gzip").header("X-Trino-Session", "a=1")
                    .method("DELETE", BodyPublishers.noBody()).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(303);
            assertThat(response.headers().firstValue("Location")).contains(gateway.uri() + "/ui/a?b=c%20d");
            assertThat(response.headers().allValues("X-Trino-Set-Session")).containsExactly("a=b", "c=d");
            assertThat(response.headers().firstValue("X-Mine")).isEmpty();
            assertThat(fake.request.get()).startsWith("DELETE /ui/x%2Fy?z=%20 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nAuthorization: Bearer secret\r\n")
                    .containsIgnoringCase("\r\nX-Trino-Session: a=1\r\n")
                    .containsIgnoringCase("\r\nAccept-Encoding: identity\r\n").doesNotContainIgnoringCase("freshet");
        }
    }

    @Test
    void aRequestBodyIsForwarded() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        String text = "x".repeat(50_000);
        StringBuilder seen = new StringBuilder();
        try (Fake fake = Fake.answering(socket -> {
            seen.append(new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8));
            write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        }, over); HttpGateway gateway = fake.gateway()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/v1/thing"))
                    .PUT(BodyPublishers.ofString(text)).build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
            over.get(5, TimeUnit.SECONDS);
            assertThat(seen).hasToString(text);
        }
    }

    @Test
    void anUnauthenticatedClientIsChallengedByTrino() throws Exception {
        // Trino rejects the look-up and then the statement, on the same connection.
        String challenge = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"Trino\"\r\n"
                + "Content-Length: 0\r\n\r\n";
        try (Fake fake = Fake.answering(socket -> {
            socket.getInputStream().readNBytes("SHOW CREATE VIEW \"a\".\"b\".\"c\"".length());
            write(socket, challenge);
            String headers = Fake.headers(socket.getInputStream());
            assertThat(headers).startsWith("POST /v1/statement");
            socket.getInputStream().readNBytes("SELECT * FROM a.b.c".length());
            write(socket, challenge);
        }, new CompletableFuture<>()); HttpGateway gateway = fake.gateway()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/v1/statement"))
                    .header("X-Freshet-Freshness", "t-1").POST(BodyPublishers.ofString("SELECT * FROM a.b.c")).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"Trino\"");
        }
    }

    @Test
    void aRequestAtWorkEndsBeforeTheGateway() throws Exception {
        CompletableFuture<Void> mayAnswer = new CompletableFuture<>();
        try (Fake fake = Fake.answering(socket -> {
            mayAnswer.join();
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }, new CompletableFuture<>()); HttpGateway gateway = fake.gateway()) {
            CompletableFuture<HttpResponse<String>> atWork = client.sendAsync(get(gateway, "/v1/thing"),
                    BodyHandlers.ofString());
            fake.request.get(20, TimeUnit.SECONDS);
            URI uri = gateway.uri();
            CompletableFuture<Void> end = CompletableFuture.runAsync(gateway::close);
            while (isOpen(uri)) {
                assertThat(end).isNotDone();
            }
            assertThat(end).isNotDone();
            mayAnswer.complete(null);
            assertThat(atWork.get(20, TimeUnit.SECONDS).body()).isEqualTo("ok");
            end.get(20, TimeUnit.SECONDS);
        }
    }

    private static boolean isOpen(URI uri) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    @Test
    void requestsThatAreNotValidHttpAreObserved() throws Exception {
        BlockingQueue<String> observed = new LinkedBlockingQueue<>();
        Observer observer = new Observer() {
            @Override
            public void answered(Answered request) {
                observed.add("%s %s %d, %d bytes".formatted(request.method(), request.path(), request.status(),
                        request.bytes()));
            }
        };
        try (Fake fake = Fake.answering(socket -> {
        }, new CompletableFuture<>());
                HttpGateway gateway = HttpGateway.start(fake.options().with(observer))) {
            assertThat(raw(gateway, "\u0001\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(observed.poll(10, TimeUnit.SECONDS)).isEqualTo("BAD /badMessage 400, 12 bytes");
            assertThat(raw(gateway, "GET /v1/info HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(140_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(observed.poll(10, TimeUnit.SECONDS)).startsWith("GET /v1/info 431, ");
            assertThat(observed).isEmpty();
        }
    }

    private static String raw(HttpGateway gateway, String request) throws IOException {
        try (Socket socket = new Socket(gateway.uri().getHost(), gateway.uri().getPort())) {
            write(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
