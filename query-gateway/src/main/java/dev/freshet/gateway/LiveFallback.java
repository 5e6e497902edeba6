package dev.freshet.gateway;

import dev.freshet.gateway.StatementPlanner.Sender;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Sends a statement within the limits that the connection sets for the live view. If the live view fails or exceeds
 * them, T-1 answers, if the connection allows that.
 */
final class LiveFallback {
    private final ConnectionProxy connection;
    private final StatementProxy statement;
    private final StatementPlanner planner;
    private volatile boolean cancelled;
    private volatile ResultSet started;

    LiveFallback(ConnectionProxy connection, StatementProxy statement, StatementPlanner planner) {
        this.connection = connection;
        this.statement = statement;
        this.planner = planner;
    }

    /** A new statement begins. */
    void reset() {
        cancelled = false;
        started = null;
    }

    /** The caller has cancelled the statement, so nothing may answer instead. */
    void cancel() {
        cancelled = true;
    }

    /** The result whose first row has been fetched, if any. */
    Optional<ResultSet> startedResult() {
        return Optional.ofNullable(started);
    }

    void dropStartedResult() {
        started = null;
    }

    Object send(String sql, Plan plan, Sender sender) throws Throwable {
        Optional<LivePolicy> policy = connection.livePolicy(plan);
        if (policy.isEmpty()) {
            statement.ready(plan);
            return sender.send(plan);
        }
        try {
            return sendWithin(policy.get(), plan, sender);
        } catch (SQLException e) {
            if (!policy.get().fallsBack() || cancelled || statement.delegate().isClosed()) {
                throw e;
            }
            return sendWithoutLive(sql, plan, sender, e);
        }
    }

    private Object sendWithin(LivePolicy policy, Plan plan, Sender sender) throws Throwable {
        statement.ready(plan);
        try (LiveWatch watch = LiveWatch.over(statement.delegate(), policy)) {
            try {
                Object result = sender.send(plan);
                watch.reading();
                result = start(result);
                watch.end();
                return result;
            } catch (SQLException e) {
                watch.requireWithin(e);
                throw e;
            }
        }
    }

    private Object sendWithoutLive(String sql, Plan plan, Sender sender, SQLException failure) throws Throwable {
        try {
            Plan withoutLive = connection.planWithoutLive(sql, failure);
            if (!withoutLive.sql().equals(plan.sql())) {
                statement.ready(withoutLive);
                Object result = start(sender.send(withoutLive));
                planner.sent(withoutLive);
                return result;
            }
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
        throw failure;
    }

    /** Fetches the first row, because Trino may fail a query long after it has accepted it. */
    private Object start(Object result) throws SQLException {
        ResultSet rows = result instanceof ResultSet returned ? returned : statement.delegate().getResultSet();
        if (rows == null) {
            return result;
        }
        started = StartedRows.start(rows);
        return result instanceof ResultSet ? started : result;
    }
}
