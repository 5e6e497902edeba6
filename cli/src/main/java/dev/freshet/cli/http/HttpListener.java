package dev.freshet.cli.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * An HTTP server for a few clients. One that stalls holds nothing but its own connection, and not for long: a request
 * must arrive within 30 seconds, an answer be taken within 10 minutes.
 */
public final class HttpListener implements AutoCloseable {
    /** A request may have a large body, and it is kept in memory. */
    private static final int REQUESTS = 64;

    static {
        // The JDK's server reads these once, when the first server of the process starts. Without nodelay, each answer
        // waits for an acknowledgement that clients delay by 40 ms.
        Map.of("sun.net.httpserver.nodelay", "true", "sun.net.httpserver.maxReqTime", "30",
                "sun.net.httpserver.maxRspTime", "600", "jdk.httpserver.maxConnections", "1000")
                .forEach((property, value) -> {
                    if (System.getProperty(property) == null) {
                        System.setProperty(property, value);
                    }
                });
    }

    /** Answers requests, several at once. */
    public interface Handler {
        Reply reply(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Semaphore requests = new Semaphore(REQUESTS);

    /**
     * @param name of its threads
     * @throws IOException if it cannot listen there
     */
    public HttpListener(String name, InetSocketAddress address, Handler handler) throws IOException {
        server = HttpServer.create(address, 0);
        threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 1).factory());
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, handler));
        server.start();
    }

    /** Where it listens, with the port that it has got. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** The body of a request; empty if it is longer. */
    public static Optional<byte[]> body(HttpExchange exchange, int longest) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(longest + 1);
        return Optional.of(body).filter(whole -> whole.length <= longest);
    }

    private void answer(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            if (!requests.tryAcquire()) {
                send(exchange, Reply.text(503, "Too many requests at once. Try again.\n"));
                return;
            }
            try {
                send(exchange, handler.reply(exchange));
            } finally {
                requests.release();
            }
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        boolean isSilent = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), isSilent ? -1 : reply.body().length);
        if (!isSilent) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
