package dev.freshet.benchmarks.cutover;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes an intraday ingest every few seconds, from its own thread, until it is closed. */
final class Ingests implements AutoCloseable {
    private final Duration every;
    private final Orchestrator orchestrator;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "freshet-cutover-ingest");
    private volatile int made;
    private volatile RuntimeException failure;

    private Ingests(Duration every, Orchestrator orchestrator) {
        this.every = every;
        this.orchestrator = orchestrator;
    }

    /** @param every from the end of one to the start of the next; if empty, there are none */
    static Ingests start(Optional<Duration> every, Orchestrator orchestrator) {
        Ingests ingests = new Ingests(every.orElse(Duration.ZERO), orchestrator);
        if (every.isPresent()) {
            ingests.thread.setDaemon(true);
            ingests.thread.start();
        }
        return ingests;
    }

    private void run() {
        try {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                orchestrator.ingest();
                made++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** How many have been made. */
    int made() {
        return made;
    }

    /** Fails if one of them has failed, and is not allowed to. */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Lets the current one finish. */
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
