package dev.freshet.gateway.trino;

import io.trino.jdbc.TrinoDriver;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Accepts {@code jdbc:trino:} URLs, and connects through {@code jdbc:freshet:trino:}. */
record FreshetInTrinosPlace(Driver freshet) implements Driver {
    static void takePlace(String classPath) throws ReflectiveOperationException, SQLException {
        Driver freshet = (Driver) new FreshetLoader(classPath).loadClass("dev.freshet.gateway.FreshetDriver")
                .getConstructor().newInstance();
        for (Driver driver : DriverManager.drivers().filter(TrinoDriver.class::isInstance).toList()) {
            DriverManager.deregisterDriver(driver);
        }
        DriverManager.registerDriver(new FreshetInTrinosPlace(freshet));
    }

    /** The tests start a Trino in the same JVM, with another version of the grammar than Freshet's. */
    private static final class FreshetLoader extends URLClassLoader {
        private static final List<String> OWN = List.of("dev.freshet.", "io.trino.grammar.", "org.antlr.");

        FreshetLoader(String classPath) {
            super(Stream.of(classPath.split(File.pathSeparator)).map(FreshetLoader::url).toArray(URL[]::new));
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null && OWN.stream().anyMatch(name::startsWith)
                        ? findClass(name)
                        : super.loadClass(name, resolve);
            }
        }
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        return acceptsURL(url) ? freshet.connect(freshets(url), info) : null;
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return (url == null || url.startsWith("jdbc:trino:")) && freshet.acceptsURL(freshets(url));
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return freshet.getPropertyInfo(freshets(url), info);
    }

    private static String freshets(String url) {
        return url == null ? null : url.replaceFirst("jdbc:", "jdbc:freshet:");
    }

    @Override
    public int getMajorVersion() {
        return freshet.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return freshet.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return freshet.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return freshet.getParentLogger();
    }
}
