package dev.freshet.gateway;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** A look-up that another thread may do. If none has begun it, the thread that gets the result does it. */
final class Pending<T> {
    private final FutureTask<T> task;
    private final AtomicBoolean begun = new AtomicBoolean();

    interface Work<T> {
        T result() throws SQLException;
    }

    Pending(Work<T> work) {
        task = new FutureTask<>(work::result);
    }

    /** Does it, unless it has begun. */
    void begin() {
        if (begun.compareAndSet(false, true)) {
            task.run();
        }
    }

    T get() throws SQLException {
        begin();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Cannot look up a name: the thread was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new SQLException("Cannot look up a name: " + e.getCause(), e.getCause());
        }
    }

    /** The result is not needed. Returns once no thread works on it. */
    void abandon() {
        if (begun.compareAndSet(false, true)) {
            return;
        }
        try {
            get();
        } catch (SQLException e) {
            // The result is not needed, and neither is its failure.
        }
    }
}
