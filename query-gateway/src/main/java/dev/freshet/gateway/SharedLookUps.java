package dev.freshet.gateway;

import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What the look-ups of all callers share: a few threads, which end when they are idle, and which views a dataset is
 * likely to have. It has no answers, so no caller gets what another was shown.
 */
class SharedLookUps {
    /** At most so many look-ups run at a time beside those on the callers' own threads. */
    private static final int THREADS = 8;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final int DATASETS = 1_000;

    private final Executor threads;
    private final Map<QualifiedName, Set<View>> views = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<QualifiedName, Set<View>> eldest) {
            return size() > DATASETS;
        }
    };

    SharedLookUps() {
        this(new ThreadPoolExecutor(0, THREADS, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "freshet-look-up");
                    thread.setDaemon(true);
                    return thread;
                }));
    }

    private SharedLookUps(Executor threads) {
        this.threads = threads;
    }

    /** Everything is done by the thread that asks for it. */
    static SharedLookUps onCallersThread() {
        return new SharedLookUps(work -> {
            throw new RejectedExecutionException("no threads");
        });
    }

    /** Begins a look-up if a thread is free. */
    <T> Pending<T> begin(Pending.Work<T> work) {
        Pending<T> pending = new Pending<>(work);
        try {
            threads.execute(pending::begin);
        } catch (RejectedExecutionException e) {
            // All threads are busy, so the one that gets the result does the work.
        }
        return pending;
    }

    /** Runs this after a while, unless all threads are busy then. */
    void later(Duration delay, Runnable work) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, threads).execute(work);
    }

    /** The views that a dataset had, beside the live view, at its last look-up. */
    synchronized Set<View> likelyViews(QualifiedName dataset) {
        return views.getOrDefault(dataset, Set.of());
    }

    /** @param has beside the live view; none if the name is no dataset */
    synchronized void found(QualifiedName name, Set<View> has) {
        if (has.isEmpty()) {
            views.remove(name);
        } else {
            views.put(name, has);
        }
    }
}
