package dev.freshet.gateway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.SelectorManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections clients may have. One more is closed at once. */
final class ConnectionLimits implements SelectorManager.AcceptListener {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLimits.class);

    private final int inAll;
    private final int fromOneAddress;
    private final Map<SelectableChannel, InetAddress> open = new HashMap<>();
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();

    ConnectionLimits(int inAll, int fromOneAddress) {
        this.inAll = inAll;
        this.fromOneAddress = fromOneAddress;
    }

    synchronized int open() {
        return open.size();
    }

    @Override
    public synchronized void onAccepting(SelectableChannel channel) {
        try {
            InetAddress address = ((InetSocketAddress) ((SocketChannel) channel).getRemoteAddress()).getAddress();
            if (open.size() >= inAll || byAddress.getOrDefault(address, 0) >= fromOneAddress) {
                log.debug("Too many connections: {} is refused", address);
                channel.close();
                return;
            }
            open.put(channel, address);
            byAddress.merge(address, 1, Integer::sum);
        } catch (IOException e) {
            log.debug("A connection ends before it begins: {}", e.toString());
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onClosed(channel);
    }

    @Override
    public synchronized void onClosed(SelectableChannel channel) {
        InetAddress address = open.remove(channel);
        if (address != null) {
            byAddress.computeIfPresent(address, (from, count) -> count == 1 ? null : count - 1);
        }
    }
}
