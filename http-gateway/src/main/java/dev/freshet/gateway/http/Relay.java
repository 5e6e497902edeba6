package dev.freshet.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Streams requests to the coordinator and its answers back. */
record Relay(Coordinator coordinator) {
    static final String STATEMENT = "/v1/statement";

    /** Passes on a request that the gateway does not plan. */
    void pass(Exchange exchange) throws IOException, Refusal {
        Map<String, List<String>> headers = PassedHeaders.ofRequest(exchange.headers());
        answer(exchange, send(exchange, headers, body(exchange, exchange.body())));
    }

    Answer send(Exchange exchange, Map<String, List<String>> headers, BodyPublisher body) throws Refusal {
        Answer answer = Answer.of(coordinator.send(exchange.method(), exchange.target(), headers, body));
        exchange.trinoAnswers();
        return answer;
    }

    /**
     * @throws IOException if either side disconnects. It must leave the handler, because only then does the server cut
     *         the connection. After a normal end, half an answer would seem complete.
     */
    void answer(Exchange exchange, Answer answer) throws IOException, Refusal {
        try (InputStream body = answer.body()) {
            HttpFields.Mutable headers = exchange.answer();
            PassedHeaders.ofResponse(answer.headers()).forEach((name, values) -> {
                headers.remove(name);
                values.forEach(value -> headers.add(name, value));
            });
            answer.plan().ifPresent(plan -> RouteHeaders.add(plan, headers));
            OwnUris uris = new OwnUris(coordinator.names(), exchange.base());
            answer.header("Location").flatMap(coordinator::pathOf)
                    .ifPresent(path -> headers.put(HttpHeader.LOCATION, uris.own() + path));
            long length = answer.header("Content-Length").map(Long::parseLong).orElse(-1L);
            int status = answer.status();
            InputStream sent = body;
            if (exchange.path().startsWith(STATEMENT) && answer.isPage()) {
                byte[] theirs = beginning(body);
                byte[] ours = uris.in(theirs);
                sent = new SequenceInputStream(new ByteArrayInputStream(ours), body);
                length = length < 0 ? length : length - theirs.length + ours.length;
                if (SegmentUris.mayBeIn(theirs)) {
                    sent = new SegmentUris(sent, uris);
                    length = -1;
                }
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

    /** @param bytes the whole body of the request */
    static BodyPublisher body(Exchange exchange, InputStream bytes) {
        if (!exchange.hasBody()) {
            return BodyPublishers.noBody();
        }
        BodyPublisher body = BodyPublishers.ofInputStream(() -> bytes);
        return exchange.length() < 0 ? body : BodyPublishers.fromPublisher(body, exchange.length());
    }
}
