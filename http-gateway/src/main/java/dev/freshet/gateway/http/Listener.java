package dev.freshet.gateway.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, with limits so that no client can keep others from service. */
final class Listener implements AutoCloseable {
    /** An idle connection takes some kilobytes of the heap. */
    private static final int CONNECTIONS = 24_000;
    /** For the connections to Trino, and all else. */
    private static final int OTHER_FILES = Requests.AT_ONCE + 1_000;
    /** Trino's answer to a request takes less. After that time, a connection is closed that is idle. */
    private static final Duration SILENCE = Duration.ofMinutes(6);
    /** Clients list their prepared statements in headers. */
    private static final int HEAD = 128 * 1024;
    private static final int BACKLOG = 4_096;

    private final Optional<Tls> tls;
    private final ConnectionLimits connections = new ConnectionLimits(limit());
    private final Server server;
    private final ServerConnector connector;
    private final ExecutorService requests;

    private Listener(Requests handler, Optional<Tls> tls) {
        this.tls = tls;
        // A request holds a virtual thread, which costs nothing to others.
        requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("freshet-gateway-", 1).factory());
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("freshet-listener");
        threads.setVirtualThreadsExecutor(requests);
        server = new Server(threads);
        server.setHandler(handler);
        server.setErrorHandler(handler::refuse);
        HttpConnectionFactory http = http();
        connector = new Connector(server, tls.map(each -> new ConnectionFactory[]{
                new SslConnectionFactory(each.factory(), http.getProtocol()), http})
                .orElse(new ConnectionFactory[]{http}));
        connector.setIdleTimeout(SILENCE.toMillis());
        connector.getSelectorManager().addEventListener(connections);
        server.addConnector(connector);
    }

    private static final class Connector extends ServerConnector {
        Connector(Server server, ConnectionFactory... protocols) {
            super(server, protocols);
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            TimedEndPoint endPoint = new TimedEndPoint(channel, selector, key, getScheduler());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }
    }

    private static HttpConnectionFactory http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEAD);
        http.setMaxResponseHeaderSize(HEAD);
        // Trino decides about a path.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return new HttpConnectionFactory(http);
    }

    /** @throws IOException if it cannot listen there */
    static Listener start(InetSocketAddress address, Optional<Tls> tls, Requests handler) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address, BACKLOG);
            Listener listener = new Listener(handler, tls);
            listener.connector.open(channel);
            listener.server.start();
            listener.requests.execute(listener::watch);
            return listener;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        } catch (Exception e) {
            channel.close();
            throw new IOException(e);
        }
    }

    /** Where it listens, as a URL. */
    URI uri() {
        try {
            return URI.create(HttpGateway.url(tls.isPresent() ? "https" : "http",
                    (InetSocketAddress) ((ServerSocketChannel) connector.getTransport()).getLocalAddress()));
        } catch (IOException e) {
            throw new IllegalStateException("The gateway has ended", e);
        }
    }

    /** Without a file for a connection to Trino, no request could be answered. */
    private static int limit() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
        return (int) Math.min(CONNECTIONS, Math.max(files - OTHER_FILES, files / 2));
    }

    int connections() {
        return connections.open();
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                tls.ifPresent(Tls::renew);
                connector.getConnectedEndPoints().forEach(each -> ((TimedEndPoint) each).check());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Accepts no more connections. */
    void end() {
        connector.close();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop the gateway", e);
        } finally {
            requests.shutdownNow();
        }
    }
}
