package dev.freshet.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;

/** A parameter as the caller set it, so that it can be set again on another statement. */
record Parameter(Method setter, Object[] arguments, Supplier<Object> value) {

    /** {@code setLong(1, 42)} and the like. */
    static boolean isSetBy(Method method) {
        return method.getName().startsWith("set") && method.getParameterCount() > 1
                && method.getParameterTypes()[0] == int.class;
    }

    /** Keeps the content of a stream, which can be read only once. */
    static Parameter of(Method setter, Object[] arguments) throws SQLException {
        Object value = arguments[1];
        try {
            if (value instanceof InputStream stream) {
                byte[] bytes = stream.readAllBytes();
                return new Parameter(setter, arguments, () -> new ByteArrayInputStream(bytes));
            }
            if (value instanceof Reader reader) {
                StringWriter text = new StringWriter();
                reader.transferTo(text);
                return new Parameter(setter, arguments, () -> new StringReader(text.toString()));
            }
        } catch (IOException e) {
            throw new SQLException("Cannot set parameter " + arguments[0] + ": " + e.getMessage(), e);
        }
        return new Parameter(setter, arguments, () -> value);
    }

    void setOn(PreparedStatement statement) throws SQLException {
        Object[] now = arguments.clone();
        now[1] = value.get();
        try {
            setter.invoke(statement, now);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new SQLException("Cannot set parameter " + arguments[0] + ": " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
