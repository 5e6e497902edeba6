package dev.freshet.gateway;

import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A {@code DatabaseMetaData} answer without the tables that users never query: physical tables, T-1 views and ingested
 * views. Each dataset appears once, and its remarks describe its freshness.
 */
final class BrowsedTables extends JdbcProxy {
    /** Index of the REMARKS column in {@code getTables}. */
    private static final int REMARKS = 5;

    private final ResultSet delegate;
    private final Pattern pattern;
    private final boolean listsTables;
    private final Supplier<Map<QualifiedName, String>> lookUp;
    private Map<QualifiedName, String> comments;
    private boolean remarked;

    /**
     * The schema and table that the caller requested. A hidden one is shown if it is named.
     *
     * @param table null for all
     */
    record Pattern(String schema, String table) {
        boolean shows(String shownSchema) {
            return !Names.isHidden(shownSchema) || schema != null && Names.isHidden(schema);
        }
    }

    private BrowsedTables(ResultSet delegate, Pattern pattern, boolean listsTables,
            Supplier<Map<QualifiedName, String>> lookUp) {
        this.delegate = delegate;
        this.pattern = pattern;
        this.listsTables = listsTables;
        this.lookUp = lookUp;
    }

    /** @param comments the comments of Freshet's views, looked up when the first is needed */
    static ResultSet of(ResultSet tables, Pattern pattern, Supplier<Map<QualifiedName, String>> comments) {
        return proxy(ResultSet.class, new BrowsedTables(tables, pattern, true, comments));
    }

    /** The columns of the same tables. */
    static ResultSet ofColumns(ResultSet columns, Pattern pattern, Supplier<Map<QualifiedName, String>> comments) {
        return proxy(ResultSet.class, new BrowsedTables(columns, pattern, false, comments));
    }

    static ResultSet ofSchemas(ResultSet schemas, Pattern pattern) {
        return proxy(ResultSet.class, new BrowsedTables(schemas, pattern, false, null));
    }

    @Override
    ResultSet delegate() {
        return delegate;
    }

    @Override
    Object call(Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("next")) {
            return next();
        }
        if (method.getName().equals("wasNull") && remarked) {
            return false;
        }
        if (method.getName().startsWith("get") && arguments.length > 0) {
            boolean isRemark = isRemarks(arguments[0]) && method.getReturnType().isAssignableFrom(String.class);
            remarked = isRemark && comment().startsWith(Publication.LIVE_VIEW);
            return remarked ? Publication.remarks(comment()) : pass(method, arguments);
        }
        return pass(method, arguments);
    }

    private boolean next() throws SQLException {
        while (delegate.next()) {
            if (isShown()) {
                return true;
            }
        }
        return false;
    }

    private boolean isShown() throws SQLException {
        if (!pattern.shows(delegate.getString("TABLE_SCHEM"))) {
            return false;
        }
        if (lookUp != null) {
            for (View view : List.of(View.T_1, View.INGESTED)) {
                String table = delegate.getString("TABLE_NAME");
                if (!view.isNamedBy(pattern.table()) && view.isNamedBy(table) && view.is(table, comment())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The comment of the current row's table, if that is a view of Freshet; else empty. */
    private String comment() throws SQLException {
        if (listsTables && !"VIEW".equals(delegate.getString("TABLE_TYPE"))) {
            return "";
        }
        if (comments == null) {
            comments = lookUp.get();
        }
        return comments.getOrDefault(QualifiedName.of(delegate.getString("TABLE_CAT"),
                delegate.getString("TABLE_SCHEM"), delegate.getString("TABLE_NAME")), "");
    }

    private boolean isRemarks(Object column) {
        return listsTables && (Integer.valueOf(REMARKS).equals(column)
                || column instanceof String name && name.equalsIgnoreCase("REMARKS"));
    }
}
