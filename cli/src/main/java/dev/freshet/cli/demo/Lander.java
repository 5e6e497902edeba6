package dev.freshet.cli.demo;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lands a file about every second, in its own thread, until it is closed. It stays at most {@value #AHEAD} files ahead
 * of {@link #next}, so that a slow machine has no more to read.
 */
final class Lander implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int AHEAD = 3;

    private final Feed feed;
    private final Clock clock;
    private final long lines;
    private final Duration pause;
    private final BlockingQueue<Feed.Landed> landed = new LinkedBlockingQueue<>();
    private final Semaphore ahead = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "freshet-demo-lander");
    private volatile RuntimeException failure;

    private Lander(Feed feed, Clock clock, long lines, Duration pause) {
        this.feed = feed;
        this.clock = clock;
        this.lines = lines;
        this.pause = pause;
    }

    static Lander start(Feed feed, Clock clock, long lines, Duration pause) {
        Lander lander = new Lander(feed, clock, lines, pause);
        lander.thread.setDaemon(true);
        lander.thread.start();
        return lander;
    }

    private void run() {
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                if (ahead.tryAcquire()) {
                    landed.add(feed.land(clock.instant(), lines));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Waits for the next file to land. */
    Feed.Landed next() throws InterruptedException {
        landed.clear();
        ahead.drainPermits();
        ahead.release(AHEAD);
        Feed.Landed next = landed.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw failure != null ? failure
                    : new DemoException(
                            "Cannot continue the demo: no file has landed for " + PATIENCE.toSeconds() + " s");
        }
        return next;
    }

    /** Lets the current file finish landing. Does not interrupt the thread, which would break a write. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
