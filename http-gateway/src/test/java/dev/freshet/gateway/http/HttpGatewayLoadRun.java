package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Holds idle, slow and busy connections against an endpoint with a heap of 300 MB, and prints what becomes of them. Not
 * part of the build: {@code -Dtest=HttpGatewayLoadRun -Dfreshet.load.seconds=600}. The clients have four addresses of
 * the loopback interface, as Linux has them.
 */
class HttpGatewayLoadRun {
    private static final int IDLE = Integer.getInteger("freshet.load.idle", 10_000);
    private static final int SLOW = Integer.getInteger("freshet.load.slow", 1_000);
    private static final int BUSY = Integer.getInteger("freshet.load.busy", 500);
    private static final int SECONDS = Integer.getInteger("freshet.load.seconds", 90);

    static {
        // The coordinator of this test would close what the endpoint keeps open for the next statement.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        System.setProperty("sun.net.httpserver.idleInterval", "600");
    }

    private static final String TAKEN = "{\"id\":\"1\",\"stats\":{\"state\":\"FINISHED\"}}";
    private static final String HEAD = "POST /v1/statement HTTP/1.1\r\nHost: x\r\nX-Trino-User: slow\r\n";
    private static final String IDLE_REQUEST = "GET /v1/info HTTP/1.1\r\nHost: x\r\n\r\n";

    private volatile boolean over;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    /** The endpoint's process. It prints its URL, and its figures for each line that it reads. */
    static final class Main {
        public static void main(String[] args) throws IOException {
            HttpGateway gateway = HttpGateway.start(HttpGateway.Options.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), URI.create(args[0])));
            System.out.println(gateway.uri());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                System.gc();
                System.out.printf("%d MB of heap, %d platform threads, %d connections, %d open requests%n",
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
                        ManagementFactory.getThreadMXBean().getThreadCount(), gateway.connections(),
                        gateway.openRequests());
            }
        }
    }

    private record Gateway(Process process, URI uri, BufferedReader out, BufferedWriter in) {
        String figures() throws IOException {
            in.write("\n");
            in.flush();
            return out.readLine();
        }
    }

    private static Gateway start(HttpServer coordinator) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m", "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "http://127.0.0.1:" + coordinator.getAddress().getPort())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = process.inputReader();
        return new Gateway(process, URI.create(out.readLine()), out, process.outputWriter());
    }

    /** Answers with the number of bytes. */
    private static void take(HttpExchange exchange) throws IOException {
        int bytes = exchange.getRequestBody().readAllBytes().length;
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Bytes", String.valueOf(bytes));
        byte[] answer = TAKEN.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static InetAddress address(int number) throws IOException {
        return InetAddress.getByAddress(new byte[]{127, 0, 0, (byte) (1 + number % 4)});
    }

    private static SocketChannel connect(URI uri, int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(address(number), 0));
        channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        return channel;
    }

    private static SocketChannel idle(URI uri, int number) throws IOException {
        SocketChannel channel = connect(uri, number);
        channel.write(ByteBuffer.wrap(IDLE_REQUEST.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer answer = ByteBuffer.allocate(4_096);
        while (!new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8).contains(TAKEN)) {
            if (channel.read(answer) < 0) {
                throw new IOException("closed");
            }
        }
        return channel;
    }

    /** A byte a second: half of them in a header, half in a body. */
    private void drip(URI uri, int number) {
        String head = HEAD + (number % 2 == 0 ? "X-Slow: " : "Content-Length: 10000\r\n\r\n");
        while (!Thread.currentThread().isInterrupted()) {
            try (SocketChannel channel = connect(uri, number)) {
                channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
                while (true) {
                    TimeUnit.SECONDS.sleep(1);
                    channel.write(ByteBuffer.wrap(new byte[]{'x'}));
                }
            } catch (IOException e) {
                cutOff.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void ask(HttpClient client, URI uri, int number) {
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            String sql = "SELECT '" + "x".repeat((number * 7 + i) % 2_000) + "'";
            long began = System.nanoTime();
            try {
                HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri.resolve("/v1/statement"))
                        .timeout(Duration.ofSeconds(60)).header("X-Trino-User", "busy")
                        .POST(BodyPublishers.ofString(sql)).build(), BodyHandlers.ofString());
                nanos.add(System.nanoTime() - began);
                if (answer.statusCode() == 200 && answer.body().equals(TAKEN) && answer.headers().firstValue("X-Bytes")
                        .orElse("").equals(String.valueOf(sql.length()))) {
                    answers.incrementAndGet();
                } else {
                    wrong.incrementAndGet();
                    errors.add(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException e) {
                if (!over) {
                    errors.add(e.toString());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void idleAndSlowConnectionsDoNotStopService() throws Exception {
        HttpServer coordinator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_000);
        coordinator.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        coordinator.createContext("/", HttpGatewayLoadRun::take);
        coordinator.start();
        Gateway gateway = start(coordinator);
        List<SocketChannel> idle = new ArrayList<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            System.out.println("at the start: " + gateway.figures());
            for (int i = 0; i < IDLE; i++) {
                idle.add(idle(gateway.uri(), i));
            }
            System.out.println(IDLE + " idle: " + gateway.figures());
            for (int i = 0; i < SLOW; i++) {
                int number = i;
                threads.execute(() -> drip(gateway.uri(), number));
            }
            for (int i = 0; i < BUSY; i++) {
                int number = i;
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                        .executor(threads).localAddress(address(i)).build();
                threads.execute(() -> ask(client, gateway.uri(), number));
            }
            for (int second = 0; second < SECONDS; second += 15) {
                TimeUnit.SECONDS.sleep(15);
                System.out.println("after %d s, %d answers: %s".formatted(second + 15, answers.get(),
                        gateway.figures()));
            }
            over = true;
            threads.shutdownNow();
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.println("%d answers, %d wrong, %d errors, %d slow ones cut off; median %d ms, 99 %% %d ms"
                    .formatted(answers.get(), wrong.get(), errors.size(), cutOff.get(),
                            sorted[sorted.length / 2] / 1_000_000, sorted[sorted.length * 99 / 100] / 1_000_000));
            System.out.println(Arrays.toString(errors.stream().distinct().limit(5).toArray()));
            assertThat(gateway.process().isAlive()).isTrue();
            assertThat(wrong).hasValue(0);
            assertThat(answers).hasPositiveValue();
            assertThat(errors).isEmpty();
        } finally {
            threads.shutdownNow();
            for (SocketChannel each : idle) {
                each.close();
            }
            gateway.process().destroy();
            coordinator.stop(0);
        }
    }
}
