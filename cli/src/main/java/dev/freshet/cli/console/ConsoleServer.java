package dev.freshet.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.freshet.cli.http.HttpListener;
import dev.freshet.cli.http.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Serves the console's page, and what it shows as JSON. It has no login. So it answers only requests that name its own
 * host, and questions only from its own page: a page of another site that the same browser shows can ask nothing.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_QUESTION = 1 << 20;
    private static final String JSON_TYPE = "application/json";
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

    /** What the page shows. Both answers become JSON objects. */
    public interface Content {
        Object datasets();

        /** @param freshness {@code live} or {@code t-1} */
        Object answer(String sql, String freshness);
    }

    private final InetSocketAddress address;
    private final Content content;
    private final HttpListener listener;

    /** @throws IOException if it cannot listen there */
    public ConsoleServer(InetSocketAddress address, Content content) throws IOException {
        this.address = address;
        this.content = content;
        listener = new HttpListener("freshet-console", address, this::reply);
    }

    /** Where it listens. */
    public String url() {
        String host = address.getHostString();
        return "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, listener.address().getPort());
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!isOwn(host, exchange.getLocalAddress().getPort())) {
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
            return json(content.datasets());
        }
        Optional<Page> page = Page.at(path);
        return page.isPresent() ? new Reply(200, page.get().type(), page.get().content())
                : Reply.text(404, "There is no such page.\n");
    }

    /** Whether a request names this host. One that listens everywhere has more names than it knows. */
    private boolean isOwn(String host, int port) {
        return address.getAddress().isAnyLocalAddress() || Stream.of("localhost", "127.0.0.1", "[::1]",
                address.getHostString(), address.getAddress().getHostAddress())
                .anyMatch(name -> (name + ":" + port).equals(host));
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
        Optional<byte[]> body = HttpListener.body(exchange, LONGEST_QUESTION);
        if (body.isEmpty()) {
            return Reply.text(413, "A question may have %d bytes.\n".formatted(LONGEST_QUESTION));
        }
        JsonNode question;
        try {
            question = JSON.readTree(body.get());
        } catch (JsonProcessingException e) {
            return Reply.text(400, "It is no JSON.\n");
        }
        return json(content.answer(question.path("sql").asText(), question.path("freshness").asText()));
    }

    private static Reply json(Object object) throws JsonProcessingException {
        return new Reply(200, JSON_TYPE, JSON.writeValueAsBytes(object));
    }

    @Override
    public void close() {
        listener.close();
    }
}
