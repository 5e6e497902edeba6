package dev.freshet.cli;

import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to the lakehouse: each task has one to itself, and so many tasks work at once. */
final class Connections implements AutoCloseable {
    static final int MOST = 8;
    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final Supplier<LakehouseConfig> config;
    private final Semaphore free;
    private final Semaphore aside = new Semaphore(1, true);
    private final Deque<LakehouseConnection> idle = new ConcurrentLinkedDeque<>();

    Connections(Supplier<LakehouseConfig> config) {
        this(config, MOST);
    }

    /**
     * @param config is asked for each connection, as passwords and tokens change
     * @param most so many tasks work at once
     */
    Connections(Supplier<LakehouseConfig> config, int most) {
        this.config = config;
        this.free = new Semaphore(most, true);
    }

    /** Waits until a connection is free. One with which the work fails is not used again. */
    <T> T with(Function<LakehouseConnection, T> work) {
        return with(free, work);
    }

    /** The same for work that no task waits for. Each has to wait for the others. */
    <T> T aside(Function<LakehouseConnection, T> work) {
        return with(aside, work);
    }

    private <T> T with(Semaphore permits, Function<LakehouseConnection, T> work) {
        permits.acquireUninterruptibly();
        try {
            LakehouseConnection open = idle.poll();
            open = open == null ? LakehouseConnection.open(config.get()) : open;
            boolean done = false;
            try {
                T result = work.apply(open);
                done = true;
                return result;
            } finally {
                if (done) {
                    idle.push(open);
                } else {
                    close(open);
                }
            }
        } finally {
            permits.release();
        }
    }

    private static void close(LakehouseConnection open) {
        try {
            open.close();
        } catch (LakehouseException e) {
            log.debug("it was broken", e);
        }
    }

    @Override
    public void close() {
        for (LakehouseConnection open = idle.poll(); open != null; open = idle.poll()) {
            close(open);
        }
    }
}
