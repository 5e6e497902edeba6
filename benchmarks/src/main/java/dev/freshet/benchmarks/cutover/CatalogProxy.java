package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between an Iceberg catalog and its PostgreSQL and cuts a connection on request, once per {@link #arm}: a
 * commit's update, or the reply to it, is lost.
 */
final class CatalogProxy implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/([^?]*)(?:\\?(.*))?");
    private static final byte[] UPDATE = "UPDATE ".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 1 << 16;
    /** A message of six bytes that ends each reply: a Z, its length, the state of the transaction. */
    private static final int READY = 6;

    private final Matcher url;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Cut, Integer> made = new EnumMap<>(Cut.class);
    private Optional<Cut> next = Optional.empty();
    private int skip;

    /** What is lost. */
    enum Cut {
        /** The server never gets the update. */
        REQUEST,
        /** The server has made the update, and the client gets no reply. */
        REPLY
    }

    private CatalogProxy(Matcher url, ServerSocket listening) {
        this.url = url;
        this.listening = listening;
    }

    /**
     * Starts in front of the database of a lakehouse's catalog, on a free port of this machine.
     *
     * @throws BenchException if the catalog is not in PostgreSQL
     */
    static CatalogProxy start(LakehouseConfig lakehouse) {
        Matcher url = URL.matcher(lakehouse.iceberg().getOrDefault("uri", ""));
        if (!url.matches()) {
            throw new BenchException("Cannot lose replies of the catalog: it is not in PostgreSQL (iceberg.uri=%s)"
                    .formatted(lakehouse.iceberg().get("uri")));
        }
        try {
            ServerSocket listening = new ServerSocket();
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CatalogProxy proxy = new CatalogProxy(url, listening);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new BenchException("Cannot listen on this machine: " + e, e);
        }
    }

    /**
     * The same lakehouse, through this proxy. Statements are sent as text each time, so that the proxy can recognize
     * them.
     */
    LakehouseConfig before(LakehouseConfig lakehouse) {
        Map<String, String> iceberg = new HashMap<>(lakehouse.iceberg());
        iceberg.put("uri", "jdbc:postgresql://127.0.0.1:%d/%s?%sprepareThreshold=0".formatted(
                listening.getLocalPort(), url.group(3), url.group(4) == null ? "" : url.group(4) + "&"));
        return new LakehouseConfig(lakehouse.trinoUrl(), lakehouse.trinoCatalog(), lakehouse.landingCatalog(),
                lakehouse.trino(), lakehouse.icebergName(), iceberg, lakehouse.landing(),
                lakehouse.recursiveLandingCatalog(), Map.of());
    }

    /** @param skipped how many updates pass before the one that is cut */
    synchronized void arm(Cut cut, int skipped) {
        next = Optional.of(cut);
        skip = skipped;
    }

    synchronized void disarm() {
        next = Optional.empty();
    }

    /** How many cuts there have been. */
    synchronized int made(Cut cut) {
        return made.getOrDefault(cut, 0);
    }

    private synchronized Optional<Cut> cutNow() {
        if (next.isEmpty() || skip-- > 0) {
            return Optional.empty();
        }
        Optional<Cut> cut = next;
        made.merge(cut.get(), 1, Integer::sum);
        next = Optional.empty();
        return cut;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                Socket server = new Socket(url.group(1), Integer.parseInt(url.group(2)));
                open.add(server);
                new Link(client, server).start();
            } catch (IOException e) {
                // the client sees a closed connection, or this is being closed
            }
        }
    }

    /** One connection. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean isReplyLost;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            Thread.ofVirtual().start(() -> copy(client, server, this::passesRequest));
            Thread.ofVirtual().start(() -> copy(server, client, this::passesReply));
        }

        private void copy(Socket from, Socket to, Passes passes) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    if (passes.passes(chunk, length)) {
                        out.write(chunk, 0, length);
                    }
                }
            } catch (IOException e) {
                // closed, here or at either end
            } finally {
                close();
            }
        }

        private boolean passesRequest(byte[] chunk, int length) {
            Optional<Cut> cut = contains(chunk, length, UPDATE) ? cutNow() : Optional.empty();
            isReplyLost |= cut.equals(Optional.of(Cut.REPLY));
            if (cut.equals(Optional.of(Cut.REQUEST))) {
                close();
                return false;
            }
            return true;
        }

        private boolean passesReply(byte[] chunk, int length) {
            if (!isReplyLost) {
                return true;
            }
            if (length >= READY && chunk[length - READY] == 'Z') {
                close();
            }
            return false;
        }

        private void close() {
            for (Socket socket : new Socket[]{client, server}) {
                open.remove(socket);
                closeQuietly(socket);
            }
        }
    }

    @FunctionalInterface
    private interface Passes {
        boolean passes(byte[] chunk, int length);
    }

    private static boolean contains(byte[] chunk, int length, byte[] word) {
        for (int i = 0; i <= length - word.length; i++) {
            int matching = 0;
            while (matching < word.length && chunk[i + matching] == word[matching]) {
                matching++;
            }
            if (matching == word.length) {
                return true;
            }
        }
        return false;
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // it is no longer needed either way
        }
    }

    @Override
    public void close() {
        closeQuietly(listening);
        open.forEach(CatalogProxy::closeQuietly);
    }
}
