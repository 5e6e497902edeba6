package dev.freshet.gateway;

import dev.freshet.gateway.sql.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

/** A parameter as the caller set it, so that it can be set again on another statement. */
record Parameter(Method setter, Object[] arguments, Supplier<Object> value) {
    /** Where local time is ahead of that in all other zones. */
    private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(14);

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

    /**
     * What trino-jdbc sends. It writes {@code java.sql.Date} and {@code java.sql.Timestamp} as local times in a zone
     * that only it knows, so these are the latest that is possible.
     */
    Value sqlValue() {
        Object given = arguments[1];
        int type = arguments.length == 2 ? Types.NULL : sqlType(arguments[2]);
        return switch (setter.getName()) {
            case "setDate", "setTimestamp" -> arguments.length == 2 ? sqlValue(given, Types.NULL) : Value.UNKNOWN;
            case "setString", "setObject" -> arguments.length <= 3 ? sqlValue(given, type) : Value.UNKNOWN;
            default -> Value.UNKNOWN;
        };
    }

    /** The SQL type that the caller requests; one that has no values if it is not known. */
    private static int sqlType(Object argument) {
        return argument instanceof Integer type ? type
                : argument instanceof SQLType type && type.getVendorTypeNumber() != null ? type.getVendorTypeNumber()
                        : Types.OTHER;
    }

    /** @param type {@code NULL} for the one that belongs to the object */
    private static Value sqlValue(Object given, int type) {
        boolean isOwn = type == Types.NULL;
        if (given instanceof LocalDate day && (isOwn || type == Types.DATE)) {
            return new Value.Day(day);
        }
        if (given instanceof Date date && (isOwn || type == Types.DATE)) {
            return new Value.Day(latest(date).toLocalDate());
        }
        if (given instanceof LocalDateTime time && (isOwn || type == Types.TIMESTAMP)) {
            return new Value.Moment(time, Optional.empty());
        }
        if (given instanceof Timestamp time && (isOwn || type == Types.TIMESTAMP)) {
            return new Value.Moment(latest(time), Optional.empty());
        }
        if (given instanceof Instant instant && isOwn) {
            return new Value.Moment(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), Optional.of(ZoneOffset.UTC));
        }
        return given instanceof String text && (isOwn || type == Types.VARCHAR) ? new Value.Text(text) : Value.UNKNOWN;
    }

    private static LocalDateTime latest(java.util.Date date) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(date.getTime()), EASTERNMOST);
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
