package dev.freshet.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Streams requests to the coordinator and its answers back. */
record Relay(Coordinator coordinator) {
    static final String STATEMENT = "/v1/statement";

    /** Passes on a request that the gateway does not plan. */
    void pass(Exchange exchange) throws IOException, Refusal {
        Map<String, List<String>> headers = PassedHeaders.ofRequest(exchange.headers());
        answer(exchange, send(exchange, headers, body(exchange, exchange.body())), own -> {
        });
    }

    HttpResponse<InputStream> send(Exchange exchange, Map<String, List<String>> headers, BodyPublisher body)
            throws Refusal {
        HttpResponse<InputStream> response = coordinator.send(exchange.method(), exchange.target(), headers, body);
        exchange.trinoAnswers();
        return response;
    }

    /**
     * @param own adds the endpoint's own headers
     * @throws IOException if either side disconnects. It must leave the handler, because only then does the server cut
     *         the connection. After a normal end, half an answer would seem complete.
     */
    void answer(Exchange exchange, HttpResponse<InputStream> response, Consumer<HttpFields.Mutable> own)
            throws IOException, Refusal {
        try (InputStream body = response.body()) {
            HttpFields.Mutable headers = exchange.answer();
            PassedHeaders.ofResponse(response.headers().map()).forEach((name, values) -> {
                headers.remove(name);
                values.forEach(value -> headers.add(name, value));
            });
            own.accept(headers);
            OwnUris uris = new OwnUris(coordinator.names(), exchange.base());
            response.headers().firstValue("Location").flatMap(coordinator::pathOf)
                    .ifPresent(path -> headers.put(HttpHeader.LOCATION, uris.own() + path));
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            int status = response.statusCode();
            InputStream sent = body;
            if (namesUris(exchange, response)) {
                byte[] theirs = beginning(body);
                byte[] ours = uris.in(theirs);
                sent = new SequenceInputStream(new ByteArrayInputStream(ours), body);
                length = length < 0 ? length : length - theirs.length + ours.length;
            }
            if (length >= 0 && status != 204 && status != 304) {
                headers.put(HttpHeader.CONTENT_LENGTH, length);
            }
            OutputStream out = exchange.begin(status);
            sent.transferTo(out);
            out.close();
        }
    }

    private static byte[] beginning(InputStream body) throws Refusal {
        try {
            return body.readNBytes(OwnUris.BEGINNING);
        } catch (IOException e) {
            throw new Refusal(502, "Trino's answer ends before it is whole: " + e.getMessage(), e);
        }
    }

    private static boolean namesUris(Exchange exchange, HttpResponse<InputStream> response) {
        return exchange.path().startsWith(STATEMENT)
                && response.headers().firstValue("Content-Type").filter(type -> type.startsWith("application/json"))
                        .isPresent()
                && response.headers().firstValue("Content-Encoding").isEmpty();
    }

    /** @param bytes the whole body of the request */
    static BodyPublisher body(Exchange exchange, InputStream bytes) {
        if (!exchange.hasBody()) {
            return BodyPublishers.noBody();
        }
        BodyPublisher body = BodyPublishers.ofInputStream(() -> bytes);
        return exchange.length() < 0 ? body : BodyPublishers.fromPublisher(body, exchange.length());
    }
}
