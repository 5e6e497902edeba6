package dev.freshet.cli.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.cli.serve.Events.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP listener of {@code serve}: takes events, shows metrics and health. */
public final class Endpoint implements AutoCloseable {
    private static final int THREADS = 4;

    static {
        // The JDK's server reads this when it is first used. It frees the thread of a client that stalls.
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", "30");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS,
            Thread.ofPlatform().daemon().name("freshet-http-", 1).factory());

    private record Answer(int status, String text) {}

    /** @throws IOException if it cannot listen there */
    public Endpoint(InetSocketAddress address, Events events, Metrics metrics) throws IOException {
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, answer(exchange, events, metrics)));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static Answer answer(HttpExchange exchange, Events events, Metrics metrics) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean isPost = path.equals("/events");
        if (!isPost && !path.equals("/metrics") && !path.equals("/health")) {
            return new Answer(404, "There are /events, /metrics and /health.\n");
        }
        if (!List.of(isPost ? new String[]{"POST"} : new String[]{"GET", "HEAD"})
                .contains(exchange.getRequestMethod())) {
            return new Answer(405, isPost ? "Send events with POST.\n" : "Read it with GET.\n");
        }
        if (isPost) {
            return take(exchange, events);
        }
        if (path.equals("/metrics")) {
            return new Answer(200, metrics.text());
        }
        List<String> unhealthy = metrics.unhealthy();
        return unhealthy.isEmpty() ? new Answer(200, "ok\n") : new Answer(503, String.join("\n", unhealthy) + "\n");
    }

    private static Answer take(HttpExchange exchange, Events events) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(EventMessage.LONGEST + 1);
        if (body.length > EventMessage.LONGEST) {
            events.lost(Source.HTTP);
            return new Answer(413, "A message may have %d bytes.\n".formatted(EventMessage.LONGEST));
        }
        try {
            events.message(Source.HTTP, EventMessage.parse(body));
            return new Answer(200, "");
        } catch (IllegalArgumentException e) {
            events.malformed(Source.HTTP);
            return new Answer(400, e.getMessage() + "\n");
        }
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            boolean isSilent = text.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), isSilent ? -1 : text.length);
            if (!isSilent) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(text);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
