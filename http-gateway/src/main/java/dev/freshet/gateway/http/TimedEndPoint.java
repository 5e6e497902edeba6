package dev.freshet.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A client's connection, with a time limit for each request and each answer as a whole. Jetty's own limits are for
 * silence, so a client that sends a byte now and then could hold a connection forever.
 */
final class TimedEndPoint extends SocketChannelEndPoint {
    /** How long a client may take to send a request. The clock stops while the endpoint does not read. */
    static final Duration REQUEST = Duration.ofSeconds(60);
    /** The same for the rest of a request that occupies room for which others wait. */
    static final Duration HURRY = Duration.ofSeconds(10);
    /** From the last byte of a request to that of its answer. */
    static final Duration ANSWER = Duration.ofHours(1);

    /** Most requests have a head that is smaller, in bytes. */
    private static final int SMALL_HEAD = 8_192;
    /** The heads that are larger may have a sixteenth of the heap together, until they have arrived. */
    private static final long LARGE_HEADS = Runtime.getRuntime().maxMemory() / 16;

    private static final AtomicLong largeHeads = new AtomicLong();

    /** When the connection is cut, by {@link System#nanoTime}; 0 if nothing is awaited. */
    private volatile long end;
    /** How long the client may still take to send the request, in nanoseconds. */
    private long left = REQUEST.toNanos();
    /** Bytes of a head that is arriving; -1 after that. */
    private int head;

    TimedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** The client's connection below that of a protocol. */
    static TimedEndPoint of(EndPoint endPoint) {
        return endPoint instanceof EndPoint.Wrapper wrapper ? of(wrapper.unwrap()) : (TimedEndPoint) endPoint;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0) {
            if (end == 0) {
                goOn();
            }
            count(filled);
        }
        return filled;
    }

    private synchronized void count(int filled) throws IOException {
        if (head < 0) {
            return;
        }
        int before = Math.max(head, SMALL_HEAD);
        head += filled;
        int more = Math.max(head, SMALL_HEAD) - before;
        if (more > 0 && largeHeads.addAndGet(more) > LARGE_HEADS) {
            close();
            throw new IOException("Too many large headers at once");
        }
    }

    synchronized void headArrived() {
        largeHeads.addAndGet(SMALL_HEAD - Math.max(head, SMALL_HEAD));
        head = -1;
    }

    synchronized void hurry() {
        left = Math.min(left, HURRY.toNanos());
    }

    /** The endpoint waits for more of the request. */
    synchronized void goOn() {
        within(left);
    }

    /** The endpoint does not wait for the client. */
    synchronized void pause() {
        if (end != 0) {
            left = end - System.nanoTime();
        }
        within(ANSWER.toNanos());
    }

    synchronized void answered() {
        head = 0;
        end = 0;
        left = REQUEST.toNanos();
    }

    @Override
    public void onClose(Throwable cause) {
        headArrived();
        super.onClose(cause);
    }

    private void within(long nanos) {
        // Never 0, which has a meaning of its own.
        end = System.nanoTime() + nanos | 1;
    }

    /** Cuts the connection if its time is over. */
    void check() {
        long until = end;
        if (until != 0 && until - System.nanoTime() < 0) {
            close();
        }
    }
}
