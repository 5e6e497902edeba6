package dev.freshet.gateway;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A statement: its SQL is planned before it is sent, and its warnings say how it was routed. */
class StatementProxy extends JdbcProxy {
    private static final Logger log = LoggerFactory.getLogger(StatementProxy.class);

    private final ConnectionProxy connection;
    private final Statement delegate;
    private volatile Plan lastPlan = Plan.NONE;
    private volatile boolean warningsCleared;
    private volatile boolean isCancelled;
    private volatile ResultSet started;

    interface Sender {
        Object send(Plan plan) throws Throwable;
    }

    StatementProxy(ConnectionProxy connection, Statement delegate) {
        this.connection = connection;
        this.delegate = delegate;
    }

    @Override
    Statement delegate() {
        return delegate;
    }

    @Override
    Object call(Method method, Object[] arguments) throws Throwable {
        boolean takesSql = arguments.length > 0 && arguments[0] instanceof String;
        return switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "addBatch" -> takesSql
                    ? run(method, arguments)
                    : pass(method, arguments);
            case "getWarnings" -> {
                SQLWarning trinos = (SQLWarning) pass(method, arguments);
                yield warningsCleared ? trinos : lastPlan.warnings(trinos);
            }
            case "clearWarnings" -> {
                warningsCleared = true;
                yield pass(method, arguments);
            }
            case "getConnection" -> {
                pass(method, arguments);
                yield connection.proxy();
            }
            case "cancel" -> {
                isCancelled = true;
                yield pass(method, arguments);
            }
            case "getResultSet" -> started != null ? started : pass(method, arguments);
            case "getMoreResults" -> {
                started = null;
                yield pass(method, arguments);
            }
            case "routes" -> lastPlan.routes();
            default -> pass(method, arguments);
        };
    }

    private Object run(Method method, Object[] arguments) throws Throwable {
        Object[] planned = arguments.clone();
        return run((String) arguments[0], plan -> {
            planned[0] = plan.sql();
            return pass(method, planned);
        });
    }

    /** Plans a statement and sends it. Does both once more if the plan was based on an outdated look-up. */
    final Object run(String sql, Sender sender) throws Throwable {
        Plan plan = plan(sql);
        try {
            return run(sql, plan, sender);
        } catch (SQLException e) {
            if (!connection.forgets(plan, e)) {
                throw e;
            }
            log.debug("Planned again, as a table is gone: {}", e.getMessage());
            return run(sql, plan(sql), sender);
        }
    }

    private Object run(String sql, Plan plan, Sender sender) throws Throwable {
        Optional<LivePolicy> policy = connection.livePolicy(plan);
        Object result = policy.isPresent() ? watched(sql, plan, sender, policy.get()) : send(plan, sender);
        connection.executed(plan);
        return result;
    }

    private Object watched(String sql, Plan plan, Sender sender, LivePolicy policy) throws Throwable {
        try {
            return watched(plan, sender, policy);
        } catch (SQLException e) {
            if (!policy.fallsBack() || isCancelled || delegate().isClosed()) {
                throw e;
            }
            return sendWithoutLive(sql, plan, sender, e);
        }
    }

    private Object sendWithoutLive(String sql, Plan plan, Sender sender, SQLException failure) throws Throwable {
        try {
            Plan withoutLive = connection.planWithoutLive(sql, failure);
            if (!withoutLive.sql().equals(plan.sql())) {
                Object result = started(send(withoutLive, sender));
                lastPlan = withoutLive;
                return result;
            }
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
        throw failure;
    }

    private Object watched(Plan plan, Sender sender, LivePolicy policy) throws Throwable {
        ready(plan);
        try (LiveWatch watch = LiveWatch.over(delegate(), policy)) {
            try {
                Object result = started(sender.send(plan));
                watch.end();
                return result;
            } catch (SQLException e) {
                watch.requireWithin(e);
                throw e;
            }
        }
    }

    /** Fetches the first row, because Trino may fail a query long after it has accepted it. */
    private Object started(Object result) throws SQLException {
        ResultSet rows = result instanceof ResultSet answer ? answer : delegate().getResultSet();
        if (rows == null) {
            return result;
        }
        started = StartedRows.start(rows);
        return result instanceof ResultSet ? started : result;
    }

    private Object send(Plan plan, Sender sender) throws Throwable {
        ready(plan);
        return sender.send(plan);
    }

    /** Prepares to send this plan. */
    void ready(Plan plan) throws Throwable {}

    final Plan plan(String sql) throws SQLException {
        lastPlan = Plan.NONE;
        warningsCleared = false;
        isCancelled = false;
        started = null;
        return lastPlan = connection.plan(sql);
    }
}
