package dev.freshet.transform.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * A process that takes one step at a time. Its thread waits before each effect until it may continue. A killed process
 * has no further effect, not even from its finally blocks.
 */
final class Steps implements Effects {
    /** Not an exception, so that the code under test cannot handle it as a failure. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final Semaphore turn = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private final Map<String, Long> listings = new HashMap<>();
    private final WorldTime time;
    private final Thread thread;
    private volatile boolean dead;
    private volatile boolean over;
    private volatile String next = "begin";

    /** Counts the steps of a world. */
    interface WorldTime {
        long step();
    }

    Steps(WorldTime time, Runnable work) {
        this.time = time;
        this.thread = new Thread(() -> {
            try {
                turn.acquireUninterruptibly();
                if (!dead) {
                    work.run();
                }
            } catch (Killed e) {
                // expected
            } finally {
                over = true;
                stopped.release();
            }
        }, "checked process");
        thread.setDaemon(true);
        thread.start();
    }

    /** Threads of Iceberg's own pools act within a step of the process. */
    @Override
    public void before(String what) {
        requireAlive();
        if (Thread.currentThread() != thread) {
            return;
        }
        next = what;
        stopped.release();
        turn.acquireUninterruptibly();
        requireAlive();
    }

    @Override
    public void requireAlive() {
        if (dead) {
            throw new Killed();
        }
    }

    @Override
    public void listed(String prefix) {
        listings.put(prefix, time.step());
    }

    /** The step in which the process last listed a directory or its parent; -1 if never. */
    long lastListed(String directory) {
        return listings.entrySet().stream().filter(entry -> (directory + "/").startsWith(entry.getKey()))
                .mapToLong(Map.Entry::getValue).max().orElse(-1);
    }

    /** Lets it take its next step. Returns when it waits again or has ended. */
    void go() {
        turn.release();
        stopped.acquireUninterruptibly();
    }

    void kill() {
        dead = true;
        if (!over) {
            go();
            while (!over) {
                go();
            }
        }
    }

    boolean isOver() {
        return over;
    }

    boolean isKilled() {
        return dead;
    }

    /** A description of its next effect. */
    String next() {
        return next;
    }
}
