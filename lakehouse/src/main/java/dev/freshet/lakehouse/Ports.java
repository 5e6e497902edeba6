package dev.freshet.lakehouse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on 127.0.0.1. */
final class Ports {
    private Ports() {}

    static int free() {
        try (ServerSocket socket = open(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartException("Cannot find a free port on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    static void requireFree(int port) {
        try (ServerSocket socket = open(port)) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new StartException(
                    "Cannot start Trino: port %d of 127.0.0.1 is in use (%s; name another, or none for a free one)"
                            .formatted(port, e.getMessage()),
                    e);
        }
    }

    private static ServerSocket open(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), port));
        return socket;
    }
}
