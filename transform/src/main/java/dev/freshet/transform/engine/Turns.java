package dev.freshet.transform.engine;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Shares the heap among the engines of this JVM. A large ingest unit takes as much as {@link Resources} allow, so one
 * is written at a time; two small ones are written beside it.
 */
final class Turns {
    private static final Semaphore LARGE = new Semaphore(1, true);
    private static final Semaphore SMALL = new Semaphore(2, true);

    private Turns() {}

    static <T> T take(boolean isSmall, Supplier<T> work) {
        Semaphore turn = isSmall ? SMALL : LARGE;
        turn.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }
}
