package dev.freshet.gateway.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.core.Freshness;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint that speaks the Trino client protocol in front of a coordinator. It routes statements by freshness, as
 * the JDBC driver does, and passes on everything else.
 */
public final class HttpGateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpGateway.class);

    static {
        // The JDK's server reads these when it is first used. Without nodelay, each answer waits for an acknowledgement
        // that clients delay by 40 ms. The time limits, in seconds, free what a client holds that stalls in a request
        // or an answer.
        ifAbsent("sun.net.httpserver.nodelay", "true");
        ifAbsent("sun.net.httpserver.maxReqTime", "60");
        ifAbsent("sun.net.httpserver.maxRspTime", "3600");
        ifAbsent("jdk.httpserver.maxConnections", "4000");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Relay relay;
    private final Statements statements;

    private HttpGateway(HttpServer server, Coordinator coordinator, Optional<Freshness> freshness,
            Identity identity) {
        this.server = server;
        // A client that stalls holds a virtual thread, which costs nothing to others.
        this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("freshet-gateway-", 1).factory());
        this.relay = new Relay(coordinator);
        this.statements = new Statements(relay, freshness, identity, InstantSource.system());
    }

    /**
     * @param address where to listen; port 0 picks a free one
     * @param trino {@code http://host:port} or {@code https://host:port}
     * @param trust the authorities that may have signed Trino's certificate; empty for those that Java knows
     * @param freshness for clients that do not set one; empty leaves it to each dataset's default
     * @param identity which clients may use the same look-ups
     * @throws IOException if it cannot listen there
     * @throws IllegalArgumentException if the URL or the trust store is not valid
     */
    public static HttpGateway start(InetSocketAddress address, URI trino, Optional<TrustStore> trust,
            Optional<Freshness> freshness, Identity identity) throws IOException {
        Coordinator coordinator = Coordinator.at(trino, trust);
        HttpGateway gateway = new HttpGateway(HttpServer.create(address, 0), coordinator, freshness, identity);
        gateway.server.setExecutor(gateway.threads);
        gateway.server.createContext("/", gateway::handle);
        gateway.server.start();
        return gateway;
    }

    /** Where it listens, as a URL. */
    public URI uri() {
        return URI.create(url(server.getAddress()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress().replaceFirst("%.*", "");
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            if (Statements.isPosted(exchange)) {
                statements.answer(exchange);
            } else if (Statements.isFailed(exchange)) {
                statements.answerFailed(exchange);
            } else {
                relay.pass(exchange);
            }
        } catch (Refusal e) {
            log.debug("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e.getMessage());
            refuse(exchange, e);
        } catch (IOException e) {
            log.debug("{} {} is cut off: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e.toString());
            throw e;
        } catch (RuntimeException e) {
            log.debug("{} {} fails", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            if (exchange.getResponseCode() != -1) {
                throw e;
            }
            refuse(exchange, new Refusal(500, "Unexpected failure of the gateway: " + e));
        }
    }

    private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        byte[] text = (refusal.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        boolean silent = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(refusal.status(), silent ? -1 : text.length);
        if (!silent) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(text);
            }
        }
        exchange.close();
    }

    private static void ifAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
