package dev.freshet.gateway.http;

import dev.freshet.gateway.Plan;
import dev.freshet.gateway.Route;
import dev.freshet.gateway.http.Observer.Answered;
import dev.freshet.gateway.http.Observer.Outcome;
import dev.freshet.gateway.http.Observer.Posted;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** A request and its answer. */
final class Exchange {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._\\-]+(?::\\d+)?|\\[[0-9A-Fa-f:.]+](?::\\d+)?");

    private final Request request;
    private final Response response;
    private final TimedEndPoint connection;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final InputStream body;
    private Outcome outcome;
    private List<Route> routes = List.of();
    private Duration firstAnswer;

    Exchange(Request request, Response response) {
        this.request = request;
        this.response = response;
        this.connection = TimedEndPoint.of(request.getConnectionMetaData().getConnection().getEndPoint());
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName(), name -> new ArrayList<>())
                    .add(Objects.requireNonNullElse(field.getValue(), ""));
        }
        connection.headArrived();
        connection.pause();
        this.body = hasBody() ? new Body(Request.asInputStream(request)) : InputStream.nullInputStream();
    }

    /** Only while it is read does the endpoint wait for the client. */
    private final class Body extends FilterInputStream {
        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            connection.goOn();
            try {
                return super.read(bytes, offset, length);
            } finally {
                connection.pause();
            }
        }
    }

    String method() {
        return request.getMethod();
    }

    /** As sent, without any address. */
    String path() {
        String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
        return path.startsWith("/") ? path : "/" + path;
    }

    /** Path and query. */
    String target() {
        String query = request.getHttpURI().getQuery();
        return query == null ? path() : path() + "?" + query;
    }

    /** By name in any case. */
    Map<String, List<String>> headers() {
        return headers;
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    boolean hasBody() {
        return length() > 0 || headers.containsKey("Transfer-Encoding");
    }

    /** In bytes; -1 if the client does not say. */
    long length() {
        return request.getLength();
    }

    InputStream body() {
        return body;
    }

    /** What is left of the request must arrive soon, because it occupies room that others wait for. */
    void hurry() {
        connection.hurry();
    }

    /** The endpoint's address as this client knows it. */
    String base() {
        String scheme = request.getConnectionMetaData().isSecure() ? "https" : "http";
        return header("Host").filter(host -> HOST.matcher(host).matches()).map(host -> scheme + "://" + host)
                .orElseGet(() -> HttpGateway.url(scheme,
                        (InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress()));
    }

    /** The headers of the answer, until it begins. */
    HttpFields.Mutable answer() {
        return response.getHeaders();
    }

    boolean isBegun() {
        return response.isCommitted();
    }

    /** Begins an answer. Each write goes to the client at once. */
    OutputStream begin(int status) {
        response.setStatus(status);
        return Content.Sink.asOutputStream(response);
    }

    /** A whole answer without a body. */
    void answer(int status) throws IOException {
        response.setStatus(status);
        Content.Sink.write(response, true, ByteBuffer.allocate(0));
    }

    void answer(int status, String type, byte[] content) throws IOException {
        response.setStatus(status);
        answer().put(HttpHeader.CONTENT_TYPE, type);
        answer().put(HttpHeader.CONTENT_LENGTH, content.length);
        Content.Sink.write(response, true, ByteBuffer.wrap(content));
    }

    /** One line of text, instead of what has been prepared. */
    void refuse(int status, String line) throws IOException {
        response.reset();
        answer(status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    InetAddress client() {
        return ((InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress()).getAddress();
    }

    /** It is a statement that goes to Trino. */
    void planned(Plan plan) {
        routes = plan.routes();
        outcome = routes.isEmpty() ? Outcome.UNCHANGED : Outcome.ROUTED;
    }

    /** It is a statement that does not go to Trino, or Trino does not answer. */
    void refused() {
        outcome = Outcome.REFUSED;
    }

    /** Trino has begun its answer. */
    void trinoAnswers() {
        firstAnswer = since();
    }

    private Duration since() {
        return Duration.ofNanos(System.nanoTime() - request.getHeadersNanoTime());
    }

    /** @param whole whether the client got the whole answer */
    Answered answered(boolean whole) {
        Duration took = since();
        return new Answered(Instant.now().minus(took), client(), ClientHeaders.user(headers), method(),
                LoggedPath.of(path()),
                response.getStatus(), Response.getContentBytesWritten(response), took, whole,
                Optional.ofNullable(outcome).map(of -> new Posted(of, routes, Optional.ofNullable(firstAnswer))));
    }

    /** What there was to send has been sent. */
    void end() {
        connection.answered();
    }

    @Override
    public String toString() {
        return method() + " " + target();
    }
}
