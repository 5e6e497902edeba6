package dev.freshet.transform.protocol;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A JDBC connection to the checker's Trino: statements, and results read by column number. */
final class TrinoConnection {
    private static final int SOME_ERROR = 1;

    private TrinoConnection() {}

    static Connection open(MiniTrino trino, MiniTrino.Client client) {
        return proxy(Connection.class, (proxy, method, args) -> switch (method.getName()) {
            case "createStatement" -> statement(trino, client);
            case "close" -> null;
            case "isClosed" -> false;
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static Statement statement(MiniTrino trino, MiniTrino.Client client) {
        return proxy(Statement.class, (proxy, method, args) -> switch (method.getName()) {
            case "execute" -> {
                answer(trino, client, (String) args[0]);
                yield false;
            }
            case "executeQuery" -> result(answer(trino, client, (String) args[0]).iterator());
            case "close", "setQueryTimeout" -> null;
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static List<Object[]> answer(MiniTrino trino, MiniTrino.Client client, String sql) throws SQLException {
        try {
            if (sql.startsWith("SHOW CREATE TABLE")) { // always the same text: no step at which a schedule can differ
                return trino.execute(client, sql);
            }
            client.before(Words.sql(sql));
            Optional<Loss> loss = client.trinoLoss();
            List<Object[]> answer = loss.isPresent() && !loss.get().isEffective() ? List.of()
                    : trino.execute(client, sql);
            if (loss.isPresent()) {
                throw new SQLException("Error executing query: Connection reset", "08000");
            }
            return answer;
        } catch (UnsupportedOperationException e) {
            throw new IllegalStateException(e); // a limit of the checker, not an answer of Trino
        } catch (RuntimeException e) {
            throw new SQLException("Query failed: " + e.getMessage(), "HY000", SOME_ERROR, e);
        }
    }

    private static ResultSet result(Iterator<Object[]> rows) {
        Object[][] current = new Object[1][];
        return proxy(ResultSet.class, (proxy, method, args) -> {
            switch (method.getName()) {
                case "next" -> {
                    current[0] = rows.hasNext() ? rows.next() : null;
                    return current[0] != null;
                }
                case "close" -> {
                    return null;
                }
                default -> {
                    return value(method.getName(), current[0][(int) args[0] - 1]);
                }
            }
        });
    }

    private static Object value(String getter, Object value) {
        return switch (getter) {
            case "getLong" -> ((Number) value).longValue();
            case "getInt" -> ((Number) value).intValue();
            case "getDouble" -> ((Number) value).doubleValue();
            case "getString" -> value instanceof Timestamp time ? time.toInstant().toString() : String.valueOf(value);
            case "getBytes", "getObject", "getTimestamp" -> value;
            default -> throw new UnsupportedOperationException(getter);
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }
}
