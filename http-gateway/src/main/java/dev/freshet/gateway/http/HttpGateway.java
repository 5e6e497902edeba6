package dev.freshet.gateway.http;

import dev.freshet.core.Freshness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint that speaks the Trino client protocol in front of a coordinator. It routes statements by freshness, as
 * the JDBC driver does, and passes on everything else.
 */
public final class HttpGateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpGateway.class);

    private final Listener listener;

    private HttpGateway(Listener listener) {
        this.listener = listener;
    }

    /**
     * What to serve, and how.
     *
     * @param address where to listen; port 0 picks a free one
     * @param trino {@code http://host:port} or {@code https://host:port}
     * @param trust the authorities that may have signed Trino's certificate; empty for those that Java knows
     * @param certificate of the endpoint; empty for HTTP without TLS
     * @param freshness for clients that do not set one; empty leaves it to each dataset's default
     * @param identity which clients may use the same look-ups
     */
    public record Options(InetSocketAddress address, URI trino, Optional<TrustStore> trust,
            Optional<ServerCertificate> certificate, Optional<Freshness> freshness, Identity identity) {
        /** Without TLS, and with the defaults. */
        public static Options of(InetSocketAddress address, URI trino) {
            return new Options(address, trino, Optional.empty(), Optional.empty(), Optional.empty(), Identity.BY_ALL);
        }

        public Options trusting(Optional<TrustStore> store) {
            return new Options(address, trino, store, certificate, freshness, identity);
        }

        public Options with(ServerCertificate own) {
            return new Options(address, trino, trust, Optional.of(own), freshness, identity);
        }

        public Options with(Freshness unlessSet) {
            return new Options(address, trino, trust, certificate, Optional.of(unlessSet), identity);
        }

        public Options with(Identity sharing) {
            return new Options(address, trino, trust, certificate, freshness, sharing);
        }
    }

    /**
     * @throws IOException if it cannot listen there
     * @throws IllegalArgumentException if the URL, the trust store or the certificate is not valid
     */
    public static HttpGateway start(Options options) throws IOException {
        Relay relay = new Relay(Coordinator.at(options.trino(), options.trust()));
        Statements statements = new Statements(relay, options.freshness(), options.identity(), InstantSource.system());
        return new HttpGateway(Listener.start(options.address(), options.certificate().map(Tls::new),
                new Requests(relay, statements)));
    }

    /** Where it listens, as a URL. */
    public URI uri() {
        return listener.uri();
    }

    @Override
    public void close() {
        listener.close();
    }

    static String url(String scheme, InetSocketAddress address) {
        String host = address.getAddress().getHostAddress().replaceFirst("%.*", "");
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static final class Requests extends Handler.Abstract {
        private final Relay relay;
        private final Statements statements;

        Requests(Relay relay, Statements statements) {
            this.relay = relay;
            this.statements = statements;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Exchange exchange = new Exchange(request, response);
            try {
                answer(exchange);
                exchange.end();
                callback.succeeded();
            } catch (IOException | RuntimeException e) {
                log.debug("{} is cut off: {}", exchange, e.toString());
                exchange.end();
                callback.failed(e);
            }
            return true;
        }

        private void answer(Exchange exchange) throws IOException {
            try {
                if (Statements.isPosted(exchange)) {
                    statements.answer(exchange);
                } else if (Statements.isFailed(exchange)) {
                    statements.answerFailed(exchange);
                } else {
                    relay.pass(exchange);
                }
            } catch (Refusal e) {
                log.debug("{}: {}", exchange, e.getMessage());
                exchange.refuse(e.status(), e.getMessage());
            } catch (RuntimeException e) {
                if (exchange.isBegun()) {
                    throw e;
                }
                log.debug("{} fails", exchange, e);
                exchange.refuse(500, "Unexpected failure of the gateway: " + e);
            }
        }
    }
}
