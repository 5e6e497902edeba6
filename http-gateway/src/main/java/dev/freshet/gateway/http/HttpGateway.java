package dev.freshet.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint that speaks the Trino client protocol in front of a coordinator. It routes statements by freshness, as
 * the JDBC driver does, and passes on everything else.
 */
public final class HttpGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration HEALTH = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Coordinator coordinator;
    private final Requests requests;
    private final Listener listener;

    private HttpGateway(Options options) throws IOException {
        coordinator = Coordinator.at(options.trino(), options.trust());
        Relay relay = new Relay(coordinator);
        requests = new Requests(relay, new Statements(relay, options.settings(), options.identity(),
                options.observer(), InstantSource.system()), options.observer());
        listener = Listener.start(options.address(), options.certificate().map(Tls::new), requests);
    }

    /**
     * What to serve, and how.
     *
     * @param address where to listen; port 0 picks a free one
     * @param trino {@code http://host:port} or {@code https://host:port}
     * @param trust the authorities that may have signed Trino's certificate; empty for those that Java knows
     * @param certificate of the endpoint; empty for HTTP without TLS
     * @param settings for clients that do not set them
     * @param identity which clients may use the same look-ups
     * @param observer is told what the endpoint does
     */
    public record Options(InetSocketAddress address, URI trino, Optional<TrustStore> trust,
            Optional<ServerCertificate> certificate, RequestSettings settings, Identity identity,
            Observer observer) {
        /** Without TLS, and with the defaults. */
        public static Options of(InetSocketAddress address, URI trino) {
            return new Options(address, trino, Optional.empty(), Optional.empty(), RequestSettings.NONE,
                    Identity.BY_ALL,
                    Observer.NONE);
        }

        public Options trusting(Optional<TrustStore> store) {
            return new Options(address, trino, store, certificate, settings, identity, observer);
        }

        public Options with(ServerCertificate own) {
            return new Options(address, trino, trust, Optional.of(own), settings, identity, observer);
        }

        public Options with(RequestSettings unlessSet) {
            return new Options(address, trino, trust, certificate, unlessSet, identity, observer);
        }

        public Options with(Identity sharing) {
            return new Options(address, trino, trust, certificate, settings, sharing, observer);
        }

        public Options with(Observer also) {
            return new Options(address, trino, trust, certificate, settings, identity, observer.and(also));
        }
    }

    /**
     * @throws IOException if it cannot listen there
     * @throws IllegalArgumentException if the URL, the trust store or the certificate is not valid
     */
    public static HttpGateway start(Options options) throws IOException {
        return new HttpGateway(options);
    }

    /** Where it listens, as a URL. */
    public URI uri() {
        return listener.uri();
    }

    /** The connections of clients. */
    public int connections() {
        return listener.connections();
    }

    /** The requests that are not answered yet. */
    public int openRequests() {
        return requests.open();
    }

    /** Why the endpoint cannot serve: Trino does not answer, or it is starting. Empty if it can. */
    public Optional<String> problem() {
        try {
            HttpResponse<byte[]> info = coordinator.fetch("GET", "/v1/info", Map.of(), "", HEALTH);
            if (info.statusCode() != 200) {
                return Optional.of("Trino answers with HTTP status " + info.statusCode());
            }
            return JSON.readTree(info.body()).path("starting").asBoolean(true) ? Optional.of("Trino is starting")
                    : Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            return Optional.of("Trino's answer is not JSON");
        }
    }

    /** Accepts nothing more, and lets requests at work end, for half a minute. */
    @Override
    public void close() {
        listener.end();
        requests.end(PATIENCE);
        listener.close();
    }

    static String url(String scheme, InetSocketAddress address) {
        String host = address.getAddress().getHostAddress().replaceFirst("%.*", "");
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
