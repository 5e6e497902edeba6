package dev.freshet.transform.connect;

import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.ResolvingFileIO;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** An open lakehouse: Trino over JDBC, the Iceberg catalog, and the landing zone's files. Not thread-safe. */
public final class LakehouseConnection implements AutoCloseable {
    private final LakehouseConfig config;
    private final Connection trino;
    private final Catalog catalog;
    private final SupportsPrefixOperations landing;

    /** Takes parts that are already open. */
    public LakehouseConnection(LakehouseConfig config, Connection trino, Catalog catalog,
            SupportsPrefixOperations landing) {
        this.config = config;
        this.trino = trino;
        this.catalog = catalog;
        this.landing = landing;
    }

    /**
     * @throws LakehouseException naming what cannot be reached: Trino, the Iceberg catalog or the landing zone's file
     *         system
     */
    public static LakehouseConnection open(LakehouseConfig config) {
        Connection trino = trino(config);
        try {
            return new LakehouseConnection(config, trino, catalog(config), landing(config));
        } catch (RuntimeException e) {
            closeQuietly(trino, e);
            throw e;
        }
    }

    /** How it was reached. */
    public LakehouseConfig config() {
        return config;
    }

    /** A connection for the batch's own statements, in UTC: no generated SQL depends on the session's zone. */
    public Connection trino() {
        return trino;
    }

    public Catalog catalog() {
        return catalog;
    }

    public SupportsPrefixOperations landing() {
        return landing;
    }

    /**
     * The landing zone's files, for a dataset.
     *
     * @throws SpecRefusedException if they cannot be where the spec says
     */
    public SupportsPrefixOperations landing(DatasetSpec spec) {
        String root = spec.landing().root();
        try {
            landing.newInputFile(root);
        } catch (IllegalArgumentException | ValidationException e) {
            throw refused(spec, e.getMessage());
        }
        if (landing instanceof S3FileIO && !root.startsWith("s3")) {
            throw refused(spec, "its files are in S3");
        }
        return landing;
    }

    private SpecRefusedException refused(DatasetSpec spec, String why) {
        return new SpecRefusedException("landing.root", spec.landing().root(), "This lakehouse cannot read it: " + why,
                config.landingRoot(spec.name()).map(location -> "write for example " + location)
                        .orElse("landing.io-impl in the lakehouse file chooses the file system"));
    }

    /** @throws SpecRefusedException if Trino has no catalog that reads the spec's landing zone */
    public Names names(DatasetSpec spec) {
        return spec.names(config.trinoCatalog(),
                spec.landing().recursive() ? recursiveLandingCatalog() : config.landingCatalog());
    }

    private String recursiveLandingCatalog() {
        return config.recursiveLandingCatalog().orElseThrow(() -> new SpecRefusedException("landing.recursive", "true",
                "This lakehouse names no catalog that reads directories below a landing day",
                "name one with trino.landing-catalog-recursive in the lakehouse file, a Hive catalog with hive.recursive-directories=true"));
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (AutoCloseable open : new AutoCloseable[]{trino, landing, asCloseable(catalog)}) {
            try {
                open.close();
            } catch (Exception e) {
                failure = new LakehouseException("Failed to close the lakehouse: " + e.getMessage(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Connection trino(LakehouseConfig config) {
        Properties properties = new Properties();
        properties.putAll(config.trino());
        properties.putIfAbsent("user", System.getProperty("user.name"));
        properties.putIfAbsent("timezone", "UTC");
        properties.putIfAbsent("source", "freshet");
        try {
            Connection connection = DriverManager.getConnection(config.trinoUrl(), properties);
            try (var statement = connection.createStatement(); var answer = statement.executeQuery("SELECT 1")) {
                answer.next();
                return connection;
            } catch (SQLException e) {
                closeQuietly(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new LakehouseException(TrinoFailure.unreachable(config.trinoUrl(), e), e);
        }
    }

    private static Catalog catalog(LakehouseConfig config) {
        try {
            return CatalogUtil.buildIcebergCatalog(config.icebergName(), withTimeouts(config.iceberg()), null);
        } catch (RuntimeException e) {
            throw new LakehouseException("Cannot open the Iceberg catalog %s (%s): %s".formatted(config.icebergName(),
                    Secrets.hidden(config.iceberg().getOrDefault("uri",
                            config.iceberg().getOrDefault("type", "no type"))),
                    Secrets.hidden(String.valueOf(RootCause.of(e).getMessage()))), e);
        }
    }

    /** PostgreSQL's driver by default waits forever, even for a server that is gone. */
    private static Map<String, String> withTimeouts(Map<String, String> iceberg) {
        Map<String, String> properties = new HashMap<>(iceberg);
        if (iceberg.getOrDefault("uri", "").startsWith("jdbc:postgresql:")) {
            properties.putIfAbsent("jdbc.connectTimeout", "10");
            properties.putIfAbsent("jdbc.socketTimeout", "60");
            properties.putIfAbsent("jdbc.tcpKeepAlive", "true");
        }
        return properties;
    }

    /** The landing zone's files alone, without Trino and the catalog. */
    public static SupportsPrefixOperations landing(LakehouseConfig config) {
        Map<String, String> properties = config.landing();
        String implementation = properties.getOrDefault("io-impl",
                properties.getOrDefault("warehouse", "").startsWith("s3") ? S3FileIO.class.getName()
                        : ResolvingFileIO.class.getName());
        try {
            if (CatalogUtil.loadFileIO(implementation, properties, null) instanceof SupportsPrefixOperations listing) {
                return listing;
            }
        } catch (IllegalArgumentException e) {
            throw new LakehouseException("Cannot open the landing zone's file system: " + e.getMessage(), e);
        }
        throw new LakehouseException("Invalid landing.io-impl: %s (it must be able to list files by prefix)".formatted(
                implementation));
    }

    private static AutoCloseable asCloseable(Object object) {
        return object instanceof AutoCloseable closeable ? closeable : () -> {
        };
    }

    private static void closeQuietly(AutoCloseable open, Exception primary) {
        try {
            open.close();
        } catch (Exception e) {
            primary.addSuppressed(e);
        }
    }
}
