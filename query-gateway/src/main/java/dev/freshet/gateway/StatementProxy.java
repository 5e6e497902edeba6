package dev.freshet.gateway;

import dev.freshet.gateway.StatementPlanner.Planner;
import dev.freshet.gateway.StatementPlanner.Sender;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Optional;

/**
 * Intercepts the calls of a JDBC statement. {@link StatementPlanner} plans its SQL before it is sent,
 * {@link LiveFallback} sends it, and the warnings report its routes.
 */
class StatementProxy extends JdbcProxy {
    private final ConnectionProxy connection;
    private final Statement delegate;
    private final StatementPlanner planner;
    private final LiveFallback live;
    private volatile boolean warningsCleared;

    StatementProxy(ConnectionProxy connection, Statement delegate) {
        this.connection = connection;
        this.delegate = delegate;
        this.planner = new StatementPlanner(connection);
        this.live = new LiveFallback(connection, this, planner);
    }

    @Override
    Statement delegate() {
        return delegate;
    }

    @Override
    Object call(Method method, Object[] arguments) throws Throwable {
        boolean hasSql = arguments.length > 0 && arguments[0] instanceof String;
        return switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "addBatch" -> hasSql
                    ? run(method, arguments)
                    : pass(method, arguments);
            case "getWarnings" -> {
                SQLWarning trinos = (SQLWarning) pass(method, arguments);
                yield warningsCleared ? trinos : planner.warnings().with(trinos);
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
                live.cancel();
                yield pass(method, arguments);
            }
            case "getResultSet" -> {
                Optional<ResultSet> started = live.startedResult();
                yield started.isPresent() ? started.get() : pass(method, arguments);
            }
            case "getMoreResults" -> {
                live.dropStartedResult();
                yield pass(method, arguments);
            }
            case "routes" -> planner.last().routes();
            default -> pass(method, arguments);
        };
    }

    private Object run(Method method, Object[] arguments) throws Throwable {
        Object[] planned = arguments.clone();
        String sql = (String) arguments[0];
        return run(sql, () -> connection.plan(sql), plan -> {
            planned[0] = plan.sql();
            return pass(method, planned);
        });
    }

    /** Plans a statement and sends it. */
    final Object run(String sql, Planner how, Sender sender) throws Throwable {
        warningsCleared = false;
        live.reset();
        return planner.send(how, plan -> {
            Object result = live.send(sql, plan, sender);
            connection.executed(plan);
            return result;
        });
    }

    /** Prepares to send this plan. */
    void ready(Plan plan) throws Throwable {}
}
