package dev.freshet.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the console's page, and what it shows as JSON. It has no login. So it answers only requests that name its own
 * host, and questions only from its own page: a page of another site that the same browser shows can ask nothing.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int THREADS = 8;
    private static final int LONGEST_QUESTION = 1 << 20;
    private static final String JSON_TYPE = "application/json";
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

    /** What the page shows. Both answers become JSON objects. */
    public interface Content {
        Object datasets();

        /** @param freshness {@code live} or {@code t-1} */
        Object answer(String sql, String freshness);
    }

    private record Reply(int status, String type, byte[] body) {
        static Reply text(int status, String text) {
            return new Reply(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }

        static Reply json(Object object) throws JsonProcessingException {
            return new Reply(200, JSON_TYPE, JSON.writeValueAsBytes(object));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS,
            Thread.ofPlatform().daemon().name("freshet-console-", 1).factory());
    private final Set<String> hosts;
    private final Content content;

    /** @throws IOException if it cannot listen there */
    public ConsoleServer(InetSocketAddress address, Content content) throws IOException {
        this.content = content;
        server = HttpServer.create(address, 0);
        String port = ":" + server.getAddress().getPort();
        InetAddress own = server.getAddress().getAddress();
        hosts = own.isAnyLocalAddress() ? Set.of()
                : new HashSet<>(
                        List.of("localhost" + port, "127.0.0.1" + port, "[::1]" + port, address.getHostString() + port,
                                own.getHostAddress() + port));
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            exchange.getResponseHeaders().set("Content-Type", reply.type);
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status, isHead ? -1 : reply.body.length);
            if (!isHead) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(reply.body);
                }
            }
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!hosts.isEmpty() && (host == null || !hosts.contains(host))) {
            return Reply.text(421, "Open the console by the address that it printed.\n");
        }
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/answer")) {
            return answer(exchange, host);
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            return Reply.text(405, "Read it with GET.\n");
        }
        if (path.equals("/datasets")) {
            return Reply.json(content.datasets());
        }
        Optional<Page> page = Page.at(path);
        return page.isPresent() ? new Reply(200, page.get().type(), page.get().content())
                : Reply.text(404, "There is no such page.\n");
    }

    private Reply answer(HttpExchange exchange, String host) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (!exchange.getRequestMethod().equals("POST") || type == null || !type.startsWith(JSON_TYPE)) {
            return Reply.text(405, "Post {\"sql\": ..., \"freshness\": ...} as application/json.\n");
        }
        if (origin != null && !origin.equals("http://" + host)) {
            return Reply.text(403, "Only the console's own page may ask.\n");
        }
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_QUESTION + 1);
        if (body.length > LONGEST_QUESTION) {
            return Reply.text(413, "A question may have %d bytes.\n".formatted(LONGEST_QUESTION));
        }
        JsonNode question;
        try {
            question = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return Reply.text(400, "It is no JSON.\n");
        }
        return Reply.json(content.answer(question.path("sql").asText(), question.path("freshness").asText()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
