package dev.freshet.benchmarks.gateway;

import dev.freshet.cli.telemetry.Backups;
import dev.freshet.core.Boundary;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.View;
import dev.freshet.spec.sql.Views;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.tools.SimpleResultSet;

/**
 * A driver without a server, so that nothing hides the cost of the layers above it. It knows the texts of the two views
 * of one dataset and answers every query with the same rows, without end.
 */
final class MemoryDriver implements Driver {
    static final String URL = "jdbc:trino://memory:8080/lakehouse/telemetry";
    private static final int NO_SUCH_VIEW = 46;
    private static final String[] STATUSES = {"ok", "failed", "partial", "skipped"};

    private final Map<String, String> viewTexts;
    private long statements;
    private String lastSql;

    /**
     * Lets the layers above tell these objects from their own, and the JVM tell them from the proxies of the driver.
     */
    public interface Bare {}

    MemoryDriver() {
        DatasetSpec spec = Backups.spec();
        Names names = spec.names("lakehouse", "landing");
        Instant now = Instant.now();
        LandingPartition today = LandingPartition.at(now, spec.zone(), Cadence.DAILY);
        Views views = new Views(spec, names, new Boundary(today), today.next(), Optional.empty());
        viewTexts = new HashMap<>();
        for (View view : List.of(views.live(now), views.t1())) {
            viewTexts.put("SHOW CREATE VIEW " + view.name(),
                    view.createOrReplace().replaceFirst("CREATE OR REPLACE", "CREATE"));
        }
    }

    /** How many statements have been sent, look-ups among them. */
    long statements() {
        return statements;
    }

    /** The text that was sent last. */
    String lastSql() {
        return lastSql;
    }

    @Override
    public Connection connect(String url, Properties info) {
        return acceptsURL(url) ? proxy(Connection.class, this::connection) : null;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (self, method, arguments) -> method.getName().equals("getConnection")
                ? connect(URL, new Properties())
                : other(self, method, arguments));
    }

    private Object connection(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "createStatement" -> proxy(Statement.class, this::statement);
            case "prepareStatement" -> prepare((String) arguments[0]);
            case "getCatalog" -> "lakehouse";
            case "getSchema" -> "telemetry";
            case "getAutoCommit", "isValid" -> true;
            default -> other(self, method, arguments);
        };
    }

    private Object statement(Object self, Method method, Object[] arguments) throws SQLException {
        return method.getName().equals("executeQuery") ? execute((String) arguments[0])
                : other(self, method, arguments);
    }

    private PreparedStatement prepare(String sql) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> method.getName().equals("executeQuery")
                ? execute(sql)
                : other(self, method, arguments));
    }

    private ResultSet execute(String sql) throws SQLException {
        statements++;
        lastSql = sql;
        if (!sql.startsWith("SHOW CREATE VIEW ")) {
            return new Rows();
        }
        String text = viewTexts.get(sql);
        if (text == null) {
            throw new SQLException("No such view: " + sql, "42S02", NO_SUCH_VIEW);
        }
        return text(text);
    }

    /**
     * A class instead of a proxy, because reading a row takes nanoseconds; H2's class provides the many other methods.
     */
    private static final class Rows extends SimpleResultSet {
        private long row;

        @Override
        public boolean next() {
            row++;
            return true;
        }

        @Override
        public long getLong(int column) {
            return row;
        }

        @Override
        public String getString(int column) {
            return STATUSES[(int) (row & 3)];
        }

        @Override
        public int getInt(int column) {
            return (int) (row & 127);
        }
    }

    private static ResultSet text(String text) {
        SimpleResultSet answer = new SimpleResultSet();
        answer.addColumn("Create View", Types.VARCHAR, 0, 0);
        answer.addRow(text);
        return answer;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(MemoryDriver.class.getClassLoader(), new Class<?>[]{type, Bare.class},
                handler));
    }

    /** Methods that do nothing here: setters, close, and getters of what a layer above restores. */
    private static Object other(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "memory";
            default -> nothing(method.getReturnType());
        };
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? (Object) 0L : null;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:trino:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("It does not log");
    }
}
