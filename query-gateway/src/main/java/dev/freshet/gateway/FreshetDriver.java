package dev.freshet.gateway;

import io.trino.jdbc.TrinoDriver;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * {@code jdbc:freshet:trino://host:port/catalog/schema?freshness=live|t-1|PT15M}. {@code freshness} may also be a
 * connection property; all other parameters and properties are those of trino-jdbc. Without it, each dataset's default
 * applies.
 */
public final class FreshetDriver implements Driver {
    private final Driver trino;
    private final RepeatedPlans plans = new RepeatedPlans();
    private final SharedLookUps lookUps = new SharedLookUps();

    static {
        try {
            DriverManager.registerDriver(new FreshetDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public FreshetDriver() {
        this(new TrinoDriver());
    }

    /** @param trino the driver underneath, which gets URLs that start with {@code jdbc:trino:} */
    public FreshetDriver(Driver trino) {
        this.trino = Objects.requireNonNull(trino, "trino is null");
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        FreshetUrl parsed = FreshetUrl.parse(url, info);
        return ConnectionProxy.connect(parsed, () -> trino.connect(parsed.trino(), parsed.properties()),
                plans, lookUps);
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        if (url == null) {
            throw new SQLException("URL is null", Gateway.INVALID_VALUE);
        }
        return FreshetUrl.accepts(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return new DriverPropertyInfo[0];
        }
        FreshetUrl parsed = FreshetUrl.parse(url, info);
        List<DriverPropertyInfo> all = new ArrayList<>(parsed.settings().propertyInfo());
        all.addAll(List.of(trino.getPropertyInfo(parsed.trino(), parsed.properties())));
        return all.toArray(DriverPropertyInfo[]::new);
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Freshet logs through SLF4J");
    }
}
