package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/** The readers, each in its own thread, from the start until they are closed. */
final class Readers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final List<Reader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ReadWriteLock reading = new ReentrantReadWriteLock(true);
    private volatile boolean closed;
    private volatile RuntimeException failure;

    private Readers() {}

    static Readers start(int number, ServingPattern pattern, Judge judge, LakehouseConfig lakehouse) {
        Readers all = new Readers();
        try {
            for (int i = 0; i < number; i++) {
                Reader reader = new Reader(pattern.ways(i), judge, all.reading.readLock());
                all.readers.add(reader);
                reader.connect(lakehouse);
            }
        } catch (SQLException e) {
            throw new BenchException("Cannot connect the readers: " + e.getMessage(), e);
        }
        for (Reader reader : all.readers) {
            Thread thread = new Thread(() -> all.run(reader), "freshet-cutover-reader-" + all.threads.size());
            thread.setDaemon(true);
            all.threads.add(thread);
            thread.start();
        }
        return all;
    }

    private void run(Reader reader) {
        try {
            reader.readUntil(() -> closed);
            reader.disconnect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            failure = new BenchException("A reader has failed: " + e, e);
        }
    }

    /**
     * Waits until no query sent before then is still running.
     *
     * @return whether there was any
     */
    boolean awaitNoneSince(long nanos) throws InterruptedException {
        return await(reader -> reader.isReadingSince(nanos));
    }

    /** Waits until each reader has queried each way once more. */
    void awaitOneMoreRound() throws InterruptedException {
        Map<Reader, Integer> enough = new HashMap<>();
        readers.forEach(reader -> enough.put(reader, reader.rounds() + 2)); // one round is under way already
        await(reader -> reader.rounds() < enough.get(reader));
    }

    /** Does something while no query is under way. */
    void whileNoneReads(Runnable work) throws InterruptedException {
        reading.writeLock().lockInterruptibly();
        try {
            work.run();
        } finally {
            reading.writeLock().unlock();
        }
    }

    private boolean await(Predicate<Reader> isToGoOn) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean waited = false;
        while (readers.stream().anyMatch(isToGoOn)) {
            if (failure != null) {
                throw failure;
            }
            if (System.nanoTime() > end) {
                throw new BenchException("Cannot go on: a query has taken more than %d s".formatted(
                        PATIENCE.toSeconds()));
            }
            waited = true;
            Thread.sleep(LOOK);
        }
        return waited;
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
