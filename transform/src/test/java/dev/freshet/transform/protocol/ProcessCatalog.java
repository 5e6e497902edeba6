package dev.freshet.transform.protocol;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * Iceberg's own JDBC catalog over an in-memory database, as one process uses it. Each change of a row is a step, and
 * its reply can be lost as with a broken connection to PostgreSQL.
 */
final class ProcessCatalog {
    private static final String DATABASE = "jdbc:h2:mem:protocol;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
    private static final String BROKEN = "08006";

    /** The process that uses the catalog. */
    interface Client {
        void before(String what);

        /** The loss that this update suffers. It is returned once. */
        Optional<Loss> catalogLoss();

        void changed();
    }

    /** A client whose updates do not count as steps. */
    static final Client FREE = new Client() {
        @Override
        public void before(String what) {}

        @Override
        public Optional<Loss> catalogLoss() {
            return Optional.empty();
        }

        @Override
        public void changed() {}
    };

    private ProcessCatalog() {}

    /** Deletes the database of a world. */
    static void remove(String world) {
        try (Connection connection = DriverManager.getConnection(DATABASE);
                PreparedStatement tables = connection
                        .prepareStatement("DELETE FROM iceberg_tables WHERE catalog_name = ?");
                PreparedStatement namespaces = connection
                        .prepareStatement("DELETE FROM iceberg_namespace_properties WHERE catalog_name = ?")) {
            for (PreparedStatement delete : List.of(tables, namespaces)) {
                delete.setString(1, world);
                delete.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Synchronized, because the first catalog creates the tables. */
    static synchronized JdbcCatalog open(String world, FileIO files, Client client) {
        Map<String, String> properties = Map.of("uri", DATABASE, "warehouse", "local:///warehouse", "clients", "1",
                "jdbc.schema-version", "V1", "metrics-reporter-impl", NoMetrics.class.getName(),
                "table-default.commit.retry.min-wait-ms", "1", "table-default.commit.retry.max-wait-ms", "1");
        JdbcCatalog catalog = new JdbcCatalog(ignored -> files, ignored -> new Pool(properties, client), true);
        catalog.initialize(world, properties);
        return catalog;
    }

    static void close(JdbcCatalog catalog) {
        catalog.close();
    }

    private static final class Pool extends JdbcClientPool {
        private final Client client;
        private boolean down;

        Pool(Map<String, String> properties, Client client) {
            super(DATABASE, properties);
            this.client = client;
        }

        @Override
        protected Connection newClient() {
            if (down) {
                down = false;
                throw new IllegalStateException("Connection refused");
            }
            try {
                return connection(DriverManager.getConnection(DATABASE));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private Connection connection(Connection real) {
            return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Connection.class},
                    (proxy, method, args) -> {
                        if (method.getName().equals("prepareStatement") && real.isClosed()) {
                            throw new SQLException("This connection has been closed.", "08003");
                        }
                        Object result = call(real, method, args);
                        return result instanceof PreparedStatement statement && !isQuery(args)
                                ? update(statement, String.valueOf(args[0]))
                                : result;
                    });
        }

        private static boolean isQuery(Object[] args) {
            String sql = String.valueOf(args[0]);
            return sql.startsWith("SELECT") || sql.startsWith("CREATE TABLE") || sql.startsWith("ALTER TABLE");
        }

        private PreparedStatement update(PreparedStatement real, String sql) {
            return (PreparedStatement) Proxy.newProxyInstance(getClass().getClassLoader(),
                    new Class<?>[]{PreparedStatement.class}, (proxy, method, args) -> method.getName()
                            .equals("executeUpdate") ? update(real, method, args, sql) : call(real, method, args));
        }

        private Object update(PreparedStatement real, java.lang.reflect.Method method, Object[] args, String sql)
                throws Throwable {
            client.before("catalog " + sql.substring(0, 6));
            Optional<Loss> loss = client.catalogLoss();
            down = loss.filter(l -> !l.reconnects()).isPresent();
            if (loss.isPresent() && !loss.get().isEffective()) {
                throw new SQLException("An I/O error occurred while sending to the backend", BROKEN);
            }
            Object count = call(real, method, args);
            client.changed();
            if (loss.isPresent()) {
                throw new SQLException("An I/O error occurred while reading from the backend", BROKEN);
            }
            return count;
        }

        private static Object call(Object target, java.lang.reflect.Method method, Object[] args) throws Throwable {
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
