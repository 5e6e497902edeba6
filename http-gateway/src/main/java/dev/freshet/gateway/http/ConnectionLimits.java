package dev.freshet.gateway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.SelectorManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes at once each connection for which there is no place. */
final class ConnectionLimits implements SelectorManager.AcceptListener {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLimits.class);

    private final Shares places;
    private final Map<SelectableChannel, InetAddress> open = new ConcurrentHashMap<>();

    ConnectionLimits(int connections) {
        this.places = new Shares(connections);
    }

    int open() {
        return places.taken();
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        try {
            InetAddress address = ((InetSocketAddress) ((SocketChannel) channel).getRemoteAddress()).getAddress();
            if (places.take(address)) {
                open.put(channel, address);
            } else {
                log.debug("Too many connections: {} is refused", address);
                channel.close();
            }
        } catch (IOException e) {
            log.debug("A connection ends before it begins: {}", e.toString());
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onClosed(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        InetAddress address = open.remove(channel);
        if (address != null) {
            places.giveBack(address);
        }
    }
}
