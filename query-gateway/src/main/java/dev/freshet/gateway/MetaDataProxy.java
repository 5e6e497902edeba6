package dev.freshet.gateway;

import dev.freshet.gateway.BrowsedTables.Pattern;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

/** Trino's metadata with Freshet's URL, without the tables that users never query. */
final class MetaDataProxy extends JdbcProxy {
    private final Connection connection;
    private final FreshetUrl url;
    private final DatabaseMetaData delegate;
    private final PublishedComments comments;

    MetaDataProxy(Connection connection, FreshetUrl url, DatabaseMetaData delegate, PublishedComments comments) {
        this.connection = connection;
        this.url = url;
        this.delegate = delegate;
        this.comments = comments;
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
            case "getSchemas" -> BrowsedTables.ofSchemas((ResultSet) pass(method, arguments),
                    new Pattern(arguments.length > 1 ? (String) arguments[1] : null, null));
            case "getTables" -> BrowsedTables.of((ResultSet) pass(method, arguments),
                    new Pattern((String) arguments[1], (String) arguments[2]),
                    () -> comments.in((String) arguments[0], (String) arguments[1]));
            case "getColumns" -> BrowsedTables.ofColumns((ResultSet) pass(method, arguments),
                    new Pattern((String) arguments[1], (String) arguments[2]),
                    () -> comments.in((String) arguments[0], (String) arguments[1]));
            default -> pass(method, arguments);
        };
    }
}
