package dev.freshet.gateway.http;

import dev.freshet.core.TlsFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The Trino behind the endpoint. */
final class Coordinator {
    /** Timeout of a request. Trino answers within seconds, even if there is no result yet. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    /**
     * The JDK's client never closes a connection with an answer that is not HTTP. So another one takes its place after
     * so many of these; once nothing refers to a client, it ends, with its connections.
     */
    private static final int NOT_HTTP = 100;

    private final Supplier<HttpClient> clients;
    private final AtomicInteger notHttp = new AtomicInteger();
    private volatile HttpClient client;
    private final String base;
    private final List<String> names;

    private Coordinator(URI uri, Optional<TrustStore> trust) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor()).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10));
        trust.ifPresent(store -> builder.sslContext(store.context()));
        this.clients = builder::build;
        this.client = clients.get();
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        String host = scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() == -1 ? usual : uri.getPort();
        this.base = host + ":" + port;
        this.names = port == usual ? List.of(base, host) : List.of(base);
    }

    /**
     * @param trust whom to trust; empty for the authorities that Java knows
     * @throws IllegalArgumentException unless it is {@code http://host:port} or {@code https://host:port}
     */
    static Coordinator at(URI uri, Optional<TrustStore> trust) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
        if (!http || uri.getHost() == null || uri.getUserInfo() != null || !bare || uri.getRawQuery() != null) {
            throw new IllegalArgumentException("Invalid URL of Trino: %s (use http://host:port)".formatted(uri));
        }
        return new Coordinator(uri, trust);
    }

    String base() {
        return base;
    }

    /** The part of an absolute URI after the coordinator's address; empty if the URI is not the coordinator's. */
    Optional<String> pathOf(String uri) {
        return names.stream().filter(name -> uri.startsWith(name + "/")).findFirst()
                .map(name -> uri.substring(name.length()));
    }

    /** The forms in which the coordinator may write its address: with and without the default port. */
    List<String> names() {
        return names;
    }

    HttpResponse<InputStream> send(String method, String path, Map<String, List<String>> headers, BodyPublisher body)
            throws Refusal {
        return send(request(method, path, headers, body, ANSWER), BodyHandlers.ofInputStream());
    }

    /** Like {@link #send}, for small answers. */
    HttpResponse<byte[]> fetch(String method, String path, Map<String, List<String>> headers, String body,
            Duration timeout) throws Refusal {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody()
                : BodyPublishers.ofString(body, StandardCharsets.UTF_8);
        return send(request(method, path, headers, publisher, timeout), BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws Refusal {
        try {
            return client.send(request, handler);
        } catch (ProtocolException e) {
            if (notHttp.incrementAndGet() % NOT_HTTP == 0) {
                client = clients.get();
            }
            throw unreachable(e);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "The gateway is ending", e);
        }
    }

    private Refusal unreachable(IOException e) {
        if (e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException)) {
            return new Refusal(504, "Cannot get an answer from Trino at %s: it took too long".formatted(base), e);
        }
        String reason = TlsFailure.in(e).orElseGet(() -> (e.getMessage() == null ? "there is no connection"
                : e.getMessage()) + " (is it running?)");
        return new Refusal(502, "Cannot reach Trino at %s: %s".formatted(base, reason), e);
    }

    private HttpRequest request(String method, String path, Map<String, List<String>> headers, BodyPublisher body,
            Duration timeout) throws Refusal {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body)
                    .timeout(timeout);
            headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "Cannot pass the request on: " + e.getMessage(), e);
        }
    }
}
