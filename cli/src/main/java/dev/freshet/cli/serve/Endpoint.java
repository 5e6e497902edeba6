package dev.freshet.cli.serve;

import com.sun.net.httpserver.HttpExchange;
import dev.freshet.cli.http.HttpListener;
import dev.freshet.cli.http.Reply;
import dev.freshet.cli.serve.Events.Source;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The HTTP listener of {@code serve} and {@code gateway}: shows metrics and health, takes events. */
public final class Endpoint implements AutoCloseable {
    private final HttpListener listener;

    /**
     * @param events takes them; empty if there are none
     * @param problems why the process is not healthy, one sentence each
     * @throws IOException if it cannot listen there
     */
    public Endpoint(InetSocketAddress address, Optional<Events> events, Metrics metrics,
            Supplier<List<String>> problems) throws IOException {
        listener = new HttpListener("freshet-http", address, exchange -> reply(exchange, events, metrics, problems));
    }

    public int port() {
        return listener.address().getPort();
    }

    private static Reply reply(HttpExchange exchange, Optional<Events> events, Metrics metrics,
            Supplier<List<String>> problems) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean isPost = events.isPresent() && path.equals("/events");
        if (!isPost && !path.equals("/metrics") && !path.equals("/health")) {
            return Reply.text(404,
                    "There are %s/metrics and /health.\n".formatted(events.isPresent() ? "/events, " : ""));
        }
        if (!List.of(isPost ? new String[]{"POST"} : new String[]{"GET", "HEAD"})
                .contains(exchange.getRequestMethod())) {
            return Reply.text(405, isPost ? "Send events with POST.\n" : "Read it with GET.\n");
        }
        if (isPost) {
            return take(exchange, events.orElseThrow());
        }
        if (path.equals("/metrics")) {
            return Reply.text(200, metrics.text());
        }
        List<String> unhealthy = problems.get();
        return unhealthy.isEmpty() ? Reply.text(200, "ok\n")
                : Reply.text(503, String.join("\n", unhealthy) + "\n");
    }

    private static Reply take(HttpExchange exchange, Events events) throws IOException {
        Optional<byte[]> body = HttpListener.body(exchange, EventMessage.LONGEST);
        if (body.isEmpty()) {
            events.lost(Source.HTTP);
            return Reply.text(413, "A message may have %d bytes.\n".formatted(EventMessage.LONGEST));
        }
        try {
            events.message(Source.HTTP, EventMessage.parse(body.get()));
            return Reply.text(200, "");
        } catch (IllegalArgumentException e) {
            events.malformed(Source.HTTP);
            return Reply.text(400, e.getMessage() + "\n");
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
