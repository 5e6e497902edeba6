package dev.freshet.gateway;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A result set whose first row has been fetched. Trino may fail a query long after it has accepted it, so only the
 * first row shows that the live view answers.
 */
final class StartedRows extends JdbcProxy {
    private final ResultSet delegate;
    private final boolean any;
    private boolean beforeFirst = true;

    private StartedRows(ResultSet delegate) throws SQLException {
        this.delegate = delegate;
        this.any = delegate.next();
    }

    static ResultSet start(ResultSet rows) throws SQLException {
        return proxy(ResultSet.class, new StartedRows(rows));
    }

    @Override
    ResultSet delegate() {
        return delegate;
    }

    @Override
    Object call(Method method, Object[] arguments) throws Throwable {
        if (!beforeFirst || delegate.isClosed()) {
            return pass(method, arguments);
        }
        return switch (method.getName()) {
            case "next" -> {
                beforeFirst = false;
                yield any;
            }
            case "isBeforeFirst" -> any;
            case "isFirst", "isAfterLast" -> false;
            case "getRow" -> 0;
            default -> pass(method, arguments);
        };
    }
}
