package dev.freshet.gateway;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** {@code new FreshetDataSource("jdbc:freshet:trino://host:port/catalog/schema", properties)}. It does not pool. */
public final class FreshetDataSource implements DataSource {
    private final FreshetDriver driver = new FreshetDriver();
    private final String url;
    private final Properties properties;
    private PrintWriter logWriter;
    private int loginTimeout;

    /**
     * @param properties properties of trino-jdbc ({@code user}, {@code SSL} ...) and {@code freshness}
     * @throws SQLException if the URL or the freshness is not valid
     */
    public FreshetDataSource(String url, Properties properties) throws SQLException {
        FreshetUrl.parse(url, properties);
        this.url = url;
        this.properties = new Properties();
        this.properties.putAll(properties);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return driver.connect(url, properties);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty("user", user);
        if (password != null) {
            all.setProperty("password", password);
        }
        return driver.connect(url, all);
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Freshet logs through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("Cannot unwrap: a FreshetDataSource is no " + type.getName(), "0A000");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
