package dev.freshet.gateway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;

/**
 * Wraps one JDBC object of trino-jdbc. Subclasses answer the calls they care about; all others are passed on. What
 * wrappers usually get wrong is here, once: {@code unwrap}, {@code isWrapperFor}, {@code equals}, {@code hashCode},
 * {@code toString}, and exceptions, which callers get as trino-jdbc threw them.
 */
abstract class JdbcProxy implements InvocationHandler {
    private static final Object[] NO_ARGUMENTS = {};

    private Object proxy;

    /** @param main the JDBC interface to return; the proxy also implements {@code others} */
    static <T> T proxy(Class<T> main, JdbcProxy handler, Class<?>... others) {
        Class<?>[] interfaces = new Class<?>[others.length + 1];
        interfaces[0] = main;
        System.arraycopy(others, 0, interfaces, 1, others.length);
        handler.proxy = Proxy.newProxyInstance(JdbcProxy.class.getClassLoader(), interfaces, handler);
        return main.cast(handler.proxy);
    }

    /** The object of trino-jdbc. */
    abstract Object delegate();

    /** Answers a call, by default by passing it on. */
    Object call(Method method, Object[] arguments) throws Throwable {
        return pass(method, arguments);
    }

    /** The caller has got the object of trino-jdbc, and may do anything with it. */
    void handedOut() {}

    final Object pass(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(delegate(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public final Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
        Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
        return switch (method.getName()) {
            case "equals" -> self == given[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "freshet(" + delegate() + ")";
            case "unwrap" -> unwrap((Class<?>) given[0]);
            case "isWrapperFor" -> isWrapperFor((Class<?>) given[0]);
            default -> call(method, given);
        };
    }

    private Object unwrap(Class<?> type) throws SQLException {
        if (type.isInstance(proxy)) {
            return proxy;
        }
        if (type.isInstance(delegate())) {
            handedOut();
            return delegate();
        }
        throw new SQLException("Cannot unwrap: neither Freshet's nor Trino's object is a " + type.getName(), "0A000");
    }

    private boolean isWrapperFor(Class<?> type) {
        return type.isInstance(proxy) || type.isInstance(delegate());
    }
}
