package dev.freshet.gateway;

import dev.freshet.gateway.sql.Value;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A prepared statement. It may be executed long after it was prepared, so each execution decides the route. If the text
 * then differs from the prepared one, the new text is prepared and gets the same parameters, batch and limits.
 */
final class PreparedStatementProxy extends StatementProxy {
    private final ConnectionProxy connection;
    private final RepeatedPlan plan;
    private final Preparer preparer;
    private final List<Map<Integer, Parameter>> batch = new ArrayList<>();
    private final NavigableMap<Integer, Parameter> parameters = new TreeMap<>();
    private String prepared;
    private PreparedStatement delegate;

    interface Preparer {
        PreparedStatement prepare(String sql) throws Throwable;
    }

    PreparedStatementProxy(ConnectionProxy connection, RepeatedPlan plan, Preparer preparer) throws Throwable {
        super(connection, null);
        this.connection = connection;
        this.plan = plan;
        this.preparer = preparer;
        this.prepared = connection.plan(plan, List::of).sql();
        this.delegate = preparer.prepare(prepared);
    }

    @Override
    PreparedStatement delegate() {
        return delegate;
    }

    @Override
    Object call(Method method, Object[] arguments) throws Throwable {
        if (Parameter.isSetBy(method)) {
            Parameter parameter = Parameter.of(method, arguments);
            parameter.setOn(delegate);
            parameters.put((Integer) arguments[0], parameter);
            return null;
        }
        if (arguments.length > 0) {
            return super.call(method, arguments);
        }
        return switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> run(method, this::values);
            case "executeBatch", "executeLargeBatch" -> {
                Object result = run(method, List::of); // each row has other values
                batch.clear();
                yield result;
            }
            case "addBatch" -> {
                Object result = pass(method);
                batch.add(Map.copyOf(parameters));
                yield result;
            }
            case "clearBatch" -> {
                batch.clear();
                yield pass(method);
            }
            case "clearParameters" -> {
                parameters.clear();
                yield pass(method);
            }
            default -> super.call(method, arguments);
        };
    }

    private Object run(Method method, Supplier<List<Value>> values) throws Throwable {
        return run(plan.sql(), () -> connection.plan(plan, values), planned -> pass(method));
    }

    /** The values of the parameters, in their order. */
    private List<Value> values() {
        List<Value> values = new ArrayList<>();
        parameters.forEach((index, parameter) -> {
            while (values.size() < index) {
                values.add(Value.UNKNOWN);
            }
            values.set(index - 1, parameter.sqlValue());
        });
        return values;
    }

    @Override
    void ready(Plan plan) throws Throwable {
        if (!plan.sql().equals(prepared)) {
            prepareAgain(plan.sql());
        }
    }

    private void prepareAgain(String text) throws Throwable {
        PreparedStatement next = preparer.prepare(text);
        try {
            carryOver(next);
        } catch (SQLException e) {
            next.close();
            throw e;
        }
        PreparedStatement last = delegate;
        delegate = next;
        prepared = text;
        last.close();
    }

    private void carryOver(PreparedStatement next) throws SQLException {
        next.setQueryTimeout(delegate.getQueryTimeout());
        next.setLargeMaxRows(delegate.getLargeMaxRows());
        next.setFetchSize(delegate.getFetchSize());
        if (delegate.isCloseOnCompletion()) {
            next.closeOnCompletion();
        }
        for (Map<Integer, Parameter> row : batch) {
            for (Parameter parameter : row.values()) {
                parameter.setOn(next);
            }
            next.addBatch();
        }
        for (Parameter parameter : parameters.values()) {
            parameter.setOn(next);
        }
    }
}
