package dev.freshet.gateway.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between the endpoint and Trino. A request whose user is named like a behaviour is answered that way, all
 * others go to Trino.
 */
final class TestingUpstream implements AutoCloseable {
    /** How the user's requests are answered. */
    enum Behaviour {
        /** With the bytes that were posted. */
        ECHO,
        /** Likewise, byte by byte. */
        SLOW,
        /** Never. */
        SILENT,
        /** With bytes that are no HTTP. */
        GARBAGE,
        /** With the beginning of an answer. */
        HALF,
        /** By closing the connection. */
        CLOSED;

        String user() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final Pattern USER = Pattern.compile("(?im)^x-trino-user: *(\\S+)");
    private static final byte[] BEFORE = "{\"id\":\"1\",\"stats\":{\"state\":\"FINISHED\"},\"echo\":\"".getBytes(
            StandardCharsets.ISO_8859_1);
    private static final byte[] AFTER = "\"}".getBytes(StandardCharsets.ISO_8859_1);
    /** Longest statement that may have quotes, in bytes. */
    private static final int LONGEST_NAMED = 10_000;
    /** Below the ports of outgoing connections, so that none takes it while this one is gone. */
    private static final int FIRST_PORT = 20_000;

    private final InetSocketAddress trino;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;

    TestingUpstream(URI trino) throws IOException {
        this.trino = new InetSocketAddress(trino.getHost(), trino.getPort());
        for (int port = FIRST_PORT; server == null; port++) {
            try {
                listen(port);
            } catch (IOException e) {
                if (port > FIRST_PORT + 1_000) {
                    throw e;
                }
            }
        }
    }

    private void listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        server = socket;
        // Closing a socket on which a virtual thread waits may leave the port open for a while.
        Thread.ofPlatform().daemon().start(() -> accept(socket));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Closes the port and all connections. */
    void leave() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }

    /** Listens at the same port again. */
    void comeBack() throws IOException {
        listen(server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        leave();
        threads.shutdownNow();
    }

    /** Whether this is the answer to a posted statement without double quotes. */
    static boolean isEcho(byte[] answer, byte[] posted) {
        int end = BEFORE.length + posted.length;
        return answer.length == end + AFTER.length
                && Arrays.equals(answer, BEFORE.length, end, posted, 0, posted.length)
                && Arrays.equals(answer, 0, BEFORE.length, BEFORE, 0, BEFORE.length)
                && Arrays.equals(answer, end, answer.length, AFTER, 0, AFTER.length);
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket socket = from.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
                if (from.isClosed()) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            // it has left
        }
    }

    private void serve(Socket socket) {
        try (socket; Socket behind = new Socket()) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (byte[] head = head(in); head.length > 0; head = head(in)) {
                String text = new String(head, StandardCharsets.ISO_8859_1);
                byte[] body = in.readNBytes(find(LENGTH, text).map(Integer::parseInt).orElse(0));
                Optional<Behaviour> behaviour = find(USER, text).flatMap(user -> Arrays.stream(Behaviour.values())
                        .filter(each -> each.user().equals(user)).findFirst());
                if (behaviour.isEmpty()) {
                    ask(behind, head, body, socket);
                } else if (!answers(behaviour.get(), body, in, out)) {
                    return;
                }
            }
        } catch (IOException e) {
            // either side has left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Up to the empty line; nothing at the end of the connection. */
    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int end = 0; end < 4;) {
            int next = in.read();
            if (next < 0) {
                return new byte[0];
            }
            head.write(next);
            end = next == "\r\n\r\n".charAt(end) ? end + 1 : next == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    private static Optional<String> find(Pattern header, String head) {
        Matcher matcher = header.matcher(head);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The endpoint sends no request before the last one is answered, so answers need not be told apart. */
    private void ask(Socket behind, byte[] head, byte[] body, Socket socket) throws IOException {
        if (!behind.isConnected()) {
            behind.setTcpNoDelay(true);
            behind.connect(trino);
            threads.execute(() -> {
                try (socket) {
                    behind.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException e) {
                    // either side has left
                }
            });
        }
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        behind.getOutputStream().write(request);
    }

    /** @return whether the connection can stay */
    private static boolean answers(Behaviour behaviour, byte[] posted, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        switch (behaviour) {
            case ECHO -> {
                byte[] echo = posted.length > LONGEST_NAMED ? posted : escaped(posted);
                out.write(head(BEFORE.length + echo.length + AFTER.length));
                out.write(BEFORE);
                out.write(echo);
                out.write(AFTER);
            }
            case SLOW -> {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                answers(Behaviour.ECHO, posted, in, answer);
                for (byte each : answer.toByteArray()) {
                    out.write(each);
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            }
            case SILENT -> in.read();
            case GARBAGE -> {
                byte[] garbage = new byte[1_000];
                ThreadLocalRandom.current().nextBytes(garbage);
                out.write(garbage);
            }
            case HALF -> {
                out.write(head(100_000));
                out.write(BEFORE);
                out.write(
                        " ".repeat(ThreadLocalRandom.current().nextInt(50_000)).getBytes(StandardCharsets.ISO_8859_1));
            }
            case CLOSED -> {
            }
        }
        return behaviour == Behaviour.ECHO || behaviour == Behaviour.SLOW;
    }

    /** For look-ups, whose names are quoted. */
    private static byte[] escaped(byte[] posted) {
        return new String(posted, StandardCharsets.ISO_8859_1).replace("\"", "\\\"")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] head(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(length)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
