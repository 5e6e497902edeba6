package dev.freshet.gateway;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;

/** Trino's metadata, of a connection that was reached by a URL of Freshet. */
final class MetaDataProxy extends JdbcProxy {
    private final Connection connection;
    private final FreshetUrl url;
    private final DatabaseMetaData delegate;

    MetaDataProxy(Connection connection, FreshetUrl url, DatabaseMetaData delegate) {
        this.connection = connection;
        this.url = url;
        this.delegate = delegate;
    }

    @Override
    DatabaseMetaData delegate() {
        return delegate;
    }

    @Override
    Object call(Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "getURL" -> url.text();
            case "getConnection" -> connection;
            default -> pass(method, arguments);
        };
    }
}
