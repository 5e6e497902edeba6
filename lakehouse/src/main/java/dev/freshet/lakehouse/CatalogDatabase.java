package dev.freshet.lakehouse;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** A real PostgreSQL, the Iceberg catalog. It accepts no connection without the password. */
final class CatalogDatabase implements IcebergCatalog, AutoCloseable {
    private static final String USER = "postgres";
    static final String DATABASE = "lakehouse";

    private final EmbeddedPostgres postgres;
    private final Path data;
    private final String password;
    private boolean killed;

    private CatalogDatabase(EmbeddedPostgres postgres, Path data, String password) {
        this.postgres = postgres;
        this.data = data;
        this.password = password;
    }

    /**
     * Starts on the data in {@code directory}, or creates new data.
     *
     * @param port to listen on; empty for a free one
     */
    static CatalogDatabase start(Path directory, Optional<Integer> port) {
        Path data = directory.resolve("data");
        try {
            Files.createDirectories(directory);
            boolean fresh = !Files.exists(data);
            String password = Secrets.kept(directory.resolve("password"));
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
            port.ifPresent(builder::setPort);
            EmbeddedPostgres postgres = builder.setDataDirectory(data).setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(
                            Files.createDirectories(Directories.cache().resolve("postgres")).toFile())
                    .setRegisterShutdownHook(false)
                    .setConnectConfig("password", password).setServerConfig("listen_addresses", "127.0.0.1")
                    // The library turns it off, which would lose the last commits before a kill.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("unix_socket_directories", "").setPGStartupWait(Duration.ofSeconds(60))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()))
                    .start();
            // The library makes the data's parent directory accessible to all users.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            CatalogDatabase database = new CatalogDatabase(postgres, data, password);
            if (fresh) {
                database.prepare();
            }
            return database;
        } catch (IOException | IllegalStateException e) {
            throw new StartException("Cannot start PostgreSQL in %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    /** Requires the password from here on. Until then a new cluster trusts every local connection. */
    private void prepare() throws IOException {
        try (Connection connection = postgres.getPostgresDatabase(Map.of("password", password)).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER " + USER + " PASSWORD '" + password + "'");
            statement.execute("CREATE DATABASE " + DATABASE);
            Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            close();
            throw new IOException(e.getMessage(), e);
        }
        // Trino's Iceberg connector expects the catalog's two tables and does not create them.
        try (JdbcCatalog catalog = new JdbcCatalog()) {
            Map<String, String> properties = new HashMap<>(client());
            properties.put(CatalogProperties.WAREHOUSE_LOCATION, "local:///warehouse");
            properties.put(CatalogProperties.FILE_IO_IMPL, InMemoryFileIO.class.getName());
            catalog.initialize(DATABASE, properties);
        }
    }

    @Override
    public String settings() {
        return "jdbc.properties";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("FRESHET_POSTGRES", address(), "FRESHET_POSTGRES_PASSWORD", password);
    }

    @Override
    public Map<String, String> client() {
        return Map.of(CatalogUtil.ICEBERG_CATALOG_TYPE, CatalogUtil.ICEBERG_CATALOG_TYPE_JDBC, CatalogProperties.URI,
                url(), "jdbc.user", USER, "jdbc.password", password, "jdbc.schema-version", "V1");
    }

    @Override
    public boolean vendsCredentials() {
        return false;
    }

    private String url() {
        return "jdbc:postgresql://" + address() + "/" + DATABASE;
    }

    private String address() {
        return "127.0.0.1:" + postgres.getPort();
    }

    int port() {
        return postgres.getPort();
    }

    long pid() {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        } catch (IOException e) {
            throw new StartException("Cannot start PostgreSQL: it has written no postmaster.pid", e);
        }
    }

    /** Kills it, as a failure of the machine would. */
    void kill() {
        Sigkill.tree(pid());
        killed = true;
        try {
            Files.delete(data.resolve("epg-lock")); // the library's lock, which only a regular stop releases
        } catch (IOException e) {
            throw new StartException("Failed to kill PostgreSQL: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (killed) {
            return;
        }
        try {
            postgres.close();
        } catch (IOException e) {
            throw new StartException("Failed to stop PostgreSQL: " + e.getMessage(), e);
        }
    }
}
