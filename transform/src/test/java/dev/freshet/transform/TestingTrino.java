package dev.freshet.transform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/** A connection to Trino that lets a test act just before or after one of a process's statements. */
final class TestingTrino {
    private TestingTrino() {}

    /** Does something around a statement. */
    interface Around {
        /** @param execute executes the statement */
        void statement(String sql, Runnable execute);
    }

    static Connection around(Connection trino, Around around) {
        return proxy(Connection.class, trino, around, result -> result instanceof Statement statement
                ? proxy(Statement.class, statement, around, answer -> answer)
                : result);
    }

    private static <T> T proxy(Class<T> type, T delegate, Around around, UnaryOperator<Object> results) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (self, method, args) -> {
            Object[] result = new Object[1];
            Throwable[] failure = new Throwable[1];
            Runnable execute = () -> {
                try {
                    result[0] = results.apply(method.invoke(delegate, args));
                } catch (InvocationTargetException e) {
                    failure[0] = e.getCause();
                } catch (IllegalAccessException e) {
                    failure[0] = e;
                }
            };
            if (method.getName().equals("execute")) {
                around.statement((String) args[0], execute);
            } else {
                execute.run();
            }
            if (failure[0] != null) {
                throw failure[0];
            }
            return result[0];
        }));
    }
}
