package dev.freshet.gateway.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Streams requests to the coordinator and its answers back. */
record Relay(Coordinator coordinator) {
    static final String STATEMENT = "/v1/statement";

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._\\-]+(?::\\d+)?|\\[[0-9A-Fa-f:.]+](?::\\d+)?");

    /** Passes on a request that the gateway does not plan. */
    void pass(HttpExchange exchange) throws IOException, Refusal {
        Map<String, List<String>> headers = PassedHeaders.ofRequest(exchange.getRequestHeaders());
        answer(exchange, send(exchange, headers, body(exchange, exchange.getRequestBody())), own -> {
        });
    }

    HttpResponse<InputStream> send(HttpExchange exchange, Map<String, List<String>> headers, BodyPublisher body)
            throws Refusal {
        return coordinator.send(exchange.getRequestMethod(), target(exchange), headers, body);
    }

    /**
     * @param own adds the endpoint's own headers
     * @throws IOException if either side disconnects. It must leave the handler, because only then does the server cut
     *         the connection. After a normal close, half an answer would seem complete.
     */
    void answer(HttpExchange exchange, HttpResponse<InputStream> response, Consumer<Headers> own) throws IOException {
        try (InputStream body = response.body()) {
            Headers headers = exchange.getResponseHeaders();
            headers.putAll(PassedHeaders.ofResponse(response.headers().map()));
            own.accept(headers);
            OwnUris uris = new OwnUris(coordinator.names(), ownBase(exchange));
            response.headers().firstValue("Location").flatMap(coordinator::pathOf)
                    .ifPresent(path -> headers.set("Location", uris.own() + path));
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            int status = response.statusCode();
            if (exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304) {
                if (length >= 0) {
                    headers.set("Content-Length", String.valueOf(length));
                }
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
                return;
            }
            InputStream sent = body;
            if (namesUris(exchange, response)) {
                byte[] theirs = body.readNBytes(OwnUris.BEGINNING);
                byte[] ours = uris.in(theirs);
                sent = new SequenceInputStream(new ByteArrayInputStream(ours), body);
                length = length < 0 ? length : length - theirs.length + ours.length;
            }
            // The server takes 0 for an unknown length and -1 for no body.
            exchange.sendResponseHeaders(status, length < 0 ? 0 : length == 0 ? -1 : length);
            OutputStream out = exchange.getResponseBody();
            sent.transferTo(out);
            out.close();
        }
    }

    /** The endpoint's address as this client knows it. */
    static String ownBase(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host != null && HOST.matcher(host).matches()) {
            return "http://" + host;
        }
        InetSocketAddress local = exchange.getLocalAddress();
        return HttpGateway.url(local);
    }

    private static boolean namesUris(HttpExchange exchange, HttpResponse<InputStream> response) {
        return exchange.getRequestURI().getRawPath().startsWith(STATEMENT)
                && response.headers().firstValue("Content-Type").filter(type -> type.startsWith("application/json"))
                        .isPresent()
                && response.headers().firstValue("Content-Encoding").isEmpty();
    }

    /** Path and query, without any address in the request line. */
    private static String target(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        return (path.startsWith("/") ? path : "/" + path) + (query == null ? "" : "?" + query);
    }

    /** @param bytes the whole body of the request */
    static BodyPublisher body(HttpExchange exchange, InputStream bytes) throws Refusal {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length == null && !exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
            return BodyPublishers.noBody();
        }
        BodyPublisher body = BodyPublishers.ofInputStream(() -> bytes);
        try {
            long size = length == null ? -1 : Long.parseLong(length);
            return size < 0 ? body : size == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(body, size);
        } catch (NumberFormatException e) {
            throw new Refusal(400, "Invalid Content-Length: " + length, e);
        }
    }
}
