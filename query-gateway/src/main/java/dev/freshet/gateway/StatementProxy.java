package dev.freshet.gateway;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** A statement: its SQL is planned before it is sent, and its warnings say how it was routed. */
class StatementProxy extends JdbcProxy {
    private final ConnectionProxy connection;
    private final Statement delegate;
    private volatile Plan lastPlan = Plan.NONE;
    private volatile boolean warningsCleared;

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
            case "routes" -> lastPlan.routes();
            default -> pass(method, arguments);
        };
    }

    private Object run(Method method, Object[] arguments) throws Throwable {
        Plan plan = plan((String) arguments[0]);
        Object[] planned = arguments.clone();
        planned[0] = plan.sql();
        Object result = pass(method, planned);
        executed(plan);
        return result;
    }

    final Plan plan(String sql) throws SQLException {
        lastPlan = Plan.NONE;
        warningsCleared = false;
        return lastPlan = connection.plan(sql);
    }

    final void executed(Plan plan) {
        connection.executed(plan);
    }
}
