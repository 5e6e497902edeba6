package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.gateway.TestingDataset;
import dev.freshet.gateway.http.Tally.Figures;
import dev.freshet.gateway.http.TestingUpstream.Behaviour;
import dev.freshet.lakehouse.LocalLakehouse;
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
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * An endpoint with a heap of 300 MB before a real Trino, with a stand-in between them: readers whose answers are known
 * ask the endpoint, the stand-in and Trino in turns, while idle, slow and busy connections, bodies of 16 MB and a Trino
 * that is silent, slow, broken or gone should not disturb them. Not part of the build:
 * {@code -Dtest=HttpGatewayLoadRun -Dfreshet.load.seconds=600}, and {@code -Dfreshet.load.out=FILE} for the figures as
 * JSON. The clients have four addresses of the loopback interface, as Linux has them.
 */
class HttpGatewayLoadRun {
    private static final int IDLE = Integer.getInteger("freshet.load.idle", 10_000);
    private static final int DRIPPING = Integer.getInteger("freshet.load.slow", 1_000);
    private static final int BUSY = Integer.getInteger("freshet.load.busy", 500);
    private static final int READERS = Integer.getInteger("freshet.load.readers", 64);
    private static final int SECONDS = Integer.getInteger("freshet.load.seconds", 90);

    /** In each half minute Trino is gone for so many seconds. */
    private static final int GONE = 5;
    /** After that time, no request may fail that has begun since Trino is back. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final List<Posters> POSTERS = List.of(
            new Posters("busy", BUSY, Behaviour.ECHO, 1_000, Duration.ofMinutes(1)),
            new Posters("16 MB", 4, Behaviour.ECHO, 16 << 20, Duration.ofMinutes(1)),
            new Posters("Trino is slow", 16, Behaviour.SLOW, 100, Duration.ofMinutes(1)),
            new Posters("Trino is silent", 16, Behaviour.SILENT, 100, Duration.ofSeconds(10)),
            new Posters("Trino sends garbage", 16, Behaviour.GARBAGE, 100, Duration.ofMinutes(1)),
            new Posters("Trino sends half an answer", 16, Behaviour.HALF, 100, Duration.ofMinutes(1)),
            new Posters("Trino closes the connection", 16, Behaviour.CLOSED, 100, Duration.ofMinutes(1)));

    private static final int ROWS = 10_000;
    private static final List<Question> QUESTIONS = List.of(
            new Question("SELECT sum(id) FROM meters", "SELECT sum(id) FROM meters",
                    List.of(6 + LongStream.rangeClosed(1, ROWS).map(id -> 300_000 + 2 * id).sum())),
            new Question("/*+ freshness(t-1) */ SELECT sum(id) FROM meters", "SELECT sum(id) FROM meters_t1",
                    List.of(3 + LongStream.rangeClosed(1, ROWS).map(id -> 100_000 + id).sum())),
            new Question("SELECT id FROM meters WHERE id BETWEEN 100500 AND 100501 OR device = 'today' ORDER BY id",
                    "SELECT id FROM meters WHERE id BETWEEN 100500 AND 100501 OR device = 'today' ORDER BY id",
                    List.of(3L, 100_500L, 100_501L)),
            new Question("SELECT id FROM meters WHERE id > 100000 ORDER BY id DESC",
                    "SELECT id FROM meters WHERE id > 100000 ORDER BY id DESC",
                    LongStream.rangeClosed(1, 2 * ROWS).map(id -> 2 * ROWS - id)
                            .map(id -> id < ROWS ? 100_001 + id : 200_001 + id - ROWS).boxed().toList()));

    private volatile boolean over;
    /** By {@link System#nanoTime}: a request that has begun before may meet a Trino that is gone. */
    private volatile long goneUntil = System.nanoTime();
    private final AtomicInteger cutOff = new AtomicInteger();

    /**
     * Clients that post statements, one after the other, and the time that they wait for an answer.
     *
     * @param bytes of a statement, at most
     */
    private record Posters(String name, int clients, Behaviour trino, int bytes, Duration patience) {
        /** Half of them have a table, which the endpoint looks up in the same Trino. */
        byte[] sql(int client, int number) {
            String table = number % 2 == 0 ? "" : " FROM a.b.c%d".formatted(number % 100);
            int length = bytes > 1_000_000 ? bytes - 100 : (client * 7 + number) % bytes;
            return "SELECT '%s'%s".formatted("x".repeat(length), table).getBytes(StandardCharsets.ISO_8859_1);
        }

        /** @param answer null if the request failed */
        boolean expects(byte[] sql, HttpResponse<byte[]> answer, IOException failure) {
            return switch (trino) {
                case ECHO, SLOW -> failure == null && answer.statusCode() == 200
                        && TestingUpstream.isEcho(answer.body(), sql);
                case SILENT -> failure instanceof HttpTimeoutException;
                case GARBAGE, CLOSED -> failure == null && answer.statusCode() == 502;
                case HALF -> failure != null && !(failure instanceof HttpTimeoutException)
                        || failure == null && answer.statusCode() == 502;
            };
        }
    }

    private record Question(String endpoint, String trino, List<Long> answer) {}

    /** The endpoint's process, after a collection of garbage. */
    private record Endpoint(int second, int heapMegabytes, int platformThreads, int connections, int openRequests) {}

    /** The file of figures. */
    private record Result(String date, String command, String jdk, String trino, int cores, int seconds, int idle,
            int slow, int slowCutOff, List<Figures> clients, List<Endpoint> endpoint) {}

    /** The endpoint's process. It prints its URL, and its figures for each line that it reads. */
    static final class Main {
        public static void main(String[] args) throws IOException {
            HttpGateway gateway = HttpGateway.start(HttpGateway.Options.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), URI.create(args[0])));
            System.out.println(gateway.uri());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                System.gc();
                System.out.printf("%d %d %d %d%n",
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
                        ManagementFactory.getThreadMXBean().getThreadCount(), gateway.connections(),
                        gateway.openRequests());
            }
        }
    }

    private record Gateway(Process process, URI uri, BufferedReader out, BufferedWriter in) implements AutoCloseable {
        static Gateway before(URI trino) throws IOException {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx300m", "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
                    Main.class.getName(), trino.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader out = process.inputReader();
            return new Gateway(process, URI.create(out.readLine()), out, process.outputWriter());
        }

        Endpoint figures(int second) throws IOException {
            in.write("\n");
            in.flush();
            int[] figures = Arrays.stream(out.readLine().split(" ")).mapToInt(Integer::parseInt).toArray();
            Endpoint endpoint = new Endpoint(second, figures[0], figures[1], figures[2], figures[3]);
            System.out.println(endpoint);
            return endpoint;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    private static URI trino() {
        URI jdbc = URI.create(LocalLakehouse.shared().trinoUrl().substring("jdbc:".length()));
        return URI.create("http://" + jdbc.getAuthority());
    }

    /** Adds rows to history and to the tail. */
    private static void createDataset() throws SQLException, IOException {
        TestingDataset.create("meters", "live");
        TestingDataset.run("""
                           INSERT INTO lakehouse.telemetry_hidden.meters_history
                           SELECT 100000 + n, 'past', TIMESTAMP '%1$s 12:00:00 UTC', DATE '%1$s'
                           FROM UNNEST(sequence(1, %2$d)) AS s (n)
                           """.formatted(TestingDataset.TODAY.minusDays(1), ROWS));
        StringBuilder lines = new StringBuilder();
        for (int id = 1; id <= ROWS; id++) {
            lines.append("{\"id\":%d,\"device\":\"new\",\"at\":\"%sT00:00:00Z\"}\n".formatted(200_000 + id,
                    TestingDataset.TODAY));
        }
        Files.writeString(LocalLakehouse.shared().directory().resolve("landing/meters/dt=%s/b.json".formatted(
                TestingDataset.TODAY)), lines);
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

    /** Has asked once, and then keeps its connection. */
    private static SocketChannel idle(URI uri, int number) throws IOException {
        SocketChannel channel = connect(uri, number);
        channel.write(ByteBuffer.wrap("GET /v1/info HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        if (channel.read(ByteBuffer.allocate(4_096)) < 0) {
            throw new IOException("closed");
        }
        channel.configureBlocking(false);
        return channel;
    }

    /** Connects those again that the endpoint has closed, as it does after minutes of silence. */
    private void keepIdle(List<SocketChannel> idle, URI uri) {
        while (!over) {
            try {
                TimeUnit.SECONDS.sleep(1);
                for (int i = 0; i < idle.size() && !over; i++) {
                    if (idle.get(i).read(ByteBuffer.allocate(4_096)) < 0) {
                        idle.get(i).close();
                        idle.set(i, idle(uri, i));
                    }
                }
            } catch (IOException e) {
                // the next round tries again
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A byte a second: half of them in a header, half in a body. */
    private void drip(URI uri, int number) {
        String head = "POST /v1/statement HTTP/1.1\r\nHost: x\r\nX-Trino-User: echo\r\n"
                + (number % 2 == 0 ? "X-Slow: " : "Content-Length: 10000\r\n\r\n");
        while (!over) {
            try (SocketChannel channel = connect(uri, number)) {
                channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
                while (!over) {
                    TimeUnit.SECONDS.sleep(1);
                    channel.write(ByteBuffer.wrap(new byte[]{'x'}));
                }
            } catch (IOException e) {
                cutOff.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void post(Posters posters, Tally tally, HttpClient client, URI uri, int number) {
        try {
            for (int i = 0; !over; i++) {
                byte[] sql = posters.sql(number, i);
                HttpRequest request = HttpRequest.newBuilder(uri.resolve("/v1/statement")).timeout(posters.patience())
                        .header("X-Trino-User", posters.trino().user()).POST(BodyPublishers.ofByteArray(sql)).build();
                HttpResponse<byte[]> answer = null;
                IOException failure = null;
                long began = System.nanoTime();
                try {
                    answer = client.send(request, BodyHandlers.ofByteArray());
                } catch (IOException e) {
                    failure = e;
                }
                boolean failed = failure != null || answer.statusCode() >= 502;
                if (posters.expects(sql, answer, failure)) {
                    tally.right(began);
                } else if (failed && began - goneUntil < 0) {
                    tally.unavailable();
                } else if (failed && !over) {
                    tally.error(failure != null ? failure.toString() : answer.statusCode() + " " + text(answer));
                } else if (!failed) {
                    tally.wrong(answer.statusCode() + " " + text(answer));
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), 0, Math.min(200, answer.body().length), StandardCharsets.UTF_8);
    }

    /** Asks the endpoint, the stand-in for Trino and Trino itself in turns. */
    private void read(Tally endpoint, Tally standIn, Tally trino, URI gateway, URI upstream, int number) {
        try (Connection through = reader(gateway);
                Connection past = reader(upstream);
                Connection directly = reader(trino())) {
            for (int i = number; !over; i++) {
                Question question = QUESTIONS.get(i % QUESTIONS.size());
                ask(endpoint, through, question.endpoint(), question.answer(), true);
                ask(standIn, past, question.trino(), question.answer(), true);
                ask(trino, directly, question.trino(), question.answer(), false);
            }
        } catch (SQLException e) {
            endpoint.error(e.toString());
        }
    }

    /** Before any load, so that Trino has also compiled the most of itself. */
    private void checkAnswers(URI uri) throws SQLException {
        Tally before = new Tally("before");
        try (Connection through = reader(uri); Connection directly = reader(trino())) {
            for (Question question : QUESTIONS) {
                ask(before, through, question.endpoint(), question.answer(), false);
                ask(before, directly, question.trino(), question.answer(), false);
            }
        }
        assertThat(before.figures().right()).as(before.examples()).isEqualTo(2 * QUESTIONS.size());
    }

    private static Connection reader(URI uri) throws SQLException {
        return DriverManager.getConnection("jdbc:trino://" + uri.getAuthority() + "/lakehouse/"
                + TestingDataset.SCHEMA, "test", null);
    }

    private void ask(Tally tally, Connection connection, String sql, List<Long> expected, boolean mayBeGone) {
        long began = System.nanoTime();
        List<Long> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                rows.add(answer.getLong(1));
            }
            if (rows.equals(expected)) {
                tally.right(began);
            } else {
                tally.wrong("%s: %d rows, from %s".formatted(sql, rows.size(), rows.stream().limit(3).toList()));
            }
        } catch (SQLException e) {
            if (mayBeGone && began - goneUntil < 0) {
                tally.unavailable();
            } else if (!over) {
                tally.error(e.toString());
            }
        }
    }

    @Test
    void nothingKeepsReadersFromRightAnswers() throws Exception {
        createDataset();
        List<SocketChannel> idle = new ArrayList<>();
        List<Tally> tallies = new ArrayList<>();
        List<Endpoint> endpoint = new ArrayList<>();
        Tally through = new Tally("readers, through the endpoint");
        Tally past = new Tally("readers, through the stand-in");
        Tally directly = new Tally("readers, directly");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try (TestingUpstream upstream = new TestingUpstream(trino());
                Gateway gateway = Gateway.before(upstream
                        .uri())) {
            checkAnswers(gateway.uri());
            for (int i = 0; i < IDLE; i++) {
                idle.add(idle(gateway.uri(), i));
            }
            endpoint.add(gateway.figures(0));
            threads.execute(() -> keepIdle(idle, gateway.uri()));
            for (int i = 0; i < DRIPPING; i++) {
                int number = i;
                threads.execute(() -> drip(gateway.uri(), number));
            }
            for (Posters posters : POSTERS) {
                Tally tally = new Tally(posters.name());
                tallies.add(tally);
                for (int i = 0; i < posters.clients(); i++) {
                    int number = i;
                    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                            .executor(threads).localAddress(address(i)).build();
                    threads.execute(() -> post(posters, tally, client, gateway.uri(), number));
                }
            }
            tallies.addAll(List.of(through, past, directly));
            for (int i = 0; i < READERS; i++) {
                int number = i;
                threads.execute(() -> read(through, past, directly, gateway.uri(), upstream.uri(), number));
            }
            for (int second = 30; second <= SECONDS; second += 30) {
                TimeUnit.SECONDS.sleep(20 - GONE);
                goneUntil = Long.MAX_VALUE;
                upstream.leave();
                TimeUnit.SECONDS.sleep(GONE);
                upstream.comeBack();
                goneUntil = System.nanoTime() + GRACE.toNanos();
                TimeUnit.SECONDS.sleep(10);
                endpoint.add(gateway.figures(second));
            }
            over = true;
            threads.shutdown();
            threads.awaitTermination(30, TimeUnit.SECONDS);
            List<Figures> figures = tallies.stream().map(Tally::figures).toList();
            figures.forEach(System.out::println);
            System.out.println(cutOff + " slow ones cut off");
            tallies.forEach(tally -> System.out.println(tally.examples()));
            write(new Result(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    "-Dtest=HttpGatewayLoadRun -Dfreshet.load.seconds=" + SECONDS,
                    Runtime.version().toString(), LocalLakehouse.TRINO_VERSION,
                    Runtime.getRuntime().availableProcessors(), SECONDS, IDLE, DRIPPING, cutOff.get(), figures,
                    endpoint));
            assertThat(gateway.process().isAlive()).isTrue();
            assertThat(figures).allSatisfy(each -> {
                assertThat(each.right()).isPositive();
                assertThat(each.wrong()).isZero();
                assertThat(each.errors()).isZero();
            });
        } finally {
            over = true;
            threads.shutdownNow();
            for (SocketChannel each : idle) {
                each.close();
            }
        }
    }

    private static void write(Result result) throws IOException {
        String file = System.getProperty("freshet.load.out");
        if (file != null) {
            new ObjectMapper().writeValue(Path.of(file).toFile(), result);
        }
    }
}
