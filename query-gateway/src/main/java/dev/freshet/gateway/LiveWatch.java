package dev.freshet.gateway;

import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels a query through the live view if it exceeds a limit before its first row arrives. */
final class LiveWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveWatch.class);
    /** SQLState of a cancelled query. */
    private static final String QUERY_CANCELED = "57014";
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    /** Time between attempts to cancel, in ms. trino-jdbc cannot cancel a query that it does not know yet. */
    private static final int AGAIN = 200;

    private final Statement statement;
    private final Optional<Future<?>> timeout;
    /** The error of a query beyond a limit; {@code null} within them. */
    private String exceeded;
    private boolean over;
    /** The thread that waits for the first row; {@code null} before. */
    private Thread reader;
    private boolean interrupted;

    private LiveWatch(Statement statement, LivePolicy policy) throws SQLException {
        this.statement = statement;
        this.timeout = policy.timeout().map(limit -> TIMER.scheduleWithFixedDelay(() -> exceed(policy.late()),
                TimeUnit.MILLISECONDS.convert(limit), AGAIN, TimeUnit.MILLISECONDS));
        if (policy.bytes().isPresent() && statement.isWrapperFor(TrinoStatement.class)) {
            statement.unwrap(TrinoStatement.class)
                    .setProgressMonitor(stats -> check(stats, policy));
        }
    }

    static LiveWatch over(Statement statement, LivePolicy policy) throws SQLException {
        return new LiveWatch(statement, policy);
    }

    private void check(QueryStats stats, LivePolicy policy) {
        if (policy.isLarge(stats.getProcessedBytes())) {
            exceed(policy.large());
        }
    }

    private synchronized void exceed(String error) {
        if (over) {
            return;
        }
        if (exceeded != null && reader != null) {
            // trino-jdbc waits forever if it was cancelled before its own thread began to read
            interrupted = true;
            reader.interrupt();
        }
        exceeded = error;
        try {
            statement.cancel();
        } catch (SQLException e) {
            log.debug("Cannot cancel a query beyond its limits: {}", e.getMessage());
        }
    }

    /** This thread waits for the first row from now on. */
    synchronized void reading() {
        reader = Thread.currentThread();
    }

    /**
     * Ends the watch: nothing is cancelled after this.
     *
     * @throws SQLException if the query exceeded a limit
     */
    synchronized void end() throws SQLException {
        over = true;
        requireWithin(null);
    }

    /** @param failure the query's failure, or null */
    synchronized void requireWithin(SQLException failure) throws SQLException {
        if (exceeded != null) {
            throw new SQLException(exceeded, QUERY_CANCELED, failure);
        }
    }

    @Override
    public void close() throws SQLException {
        synchronized (this) {
            over = true;
            if (interrupted) {
                Thread.interrupted(); // the caller did not ask for this interrupt
            }
        }
        timeout.ifPresent(timer -> timer.cancel(false));
        if (!statement.isClosed() && statement.isWrapperFor(TrinoStatement.class)) {
            statement.unwrap(TrinoStatement.class).clearProgressMonitor();
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "freshet-live-timeout");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
