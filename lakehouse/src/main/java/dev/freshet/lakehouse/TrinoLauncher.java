package dev.freshet.lakehouse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Starts a lakehouse's Trino. By default it is a child process; another launcher starts the same catalogs in a
 * container.
 */
public interface TrinoLauncher {
    /** Runs it as a child process. */
    static TrinoLauncher process(String version) {
        return TrinoProcess.launcher(new TrinoDistribution(version));
    }

    /** Downloads what the start needs, before anything runs. */
    void prepare(StartProgress progress);

    /** Starts Trino and returns at once; the lakehouse waits until it answers on 127.0.0.1. */
    Running launch(Setup setup);

    /** The properties of Trino's JDBC driver that clients need, if it does not let everyone in. */
    default Map<String, String> client() {
        return Map.of();
    }

    /**
     * What to start.
     *
     * @param directory for Trino's configuration, log and spill
     * @param data the directory of {@code local:///}; Trino must see it under the same path
     * @param port of 127.0.0.1 to listen on
     * @param jvm options of Trino's JVM beyond those that it always needs
     * @param catalog the file of settings for the Iceberg catalog
     * @param storage the file of settings that all catalogs need
     * @param metastore the file of settings for the metastore of the landing catalogs
     * @param environment the variables that the catalog files refer to
     * @param cluster that it is a node of; empty if it is alone
     */
    record Setup(Path directory, Path data, int port, List<String> jvm, String catalog, String storage,
            String metastore, Map<String, String> environment, Optional<Cluster> cluster) {
        /** A node of a cluster that does its work, and that clients do not call. */
        boolean isWorker() {
            return cluster.filter(nodes -> nodes.coordinator() != port).isPresent();
        }

        /** Writes the configuration files, with {@code etc/catalog}; {@code more} adds the launcher's own settings. */
        public Path writeConfiguration(String more) {
            return TrinoConfiguration.write(this, more);
        }
    }

    /**
     * A coordinator with workers.
     *
     * @param coordinator its port of 127.0.0.1
     * @param exchange the directory in which the nodes keep what a statement needs to go on when one of them fails
     */
    record Cluster(int coordinator, Path exchange) {}

    /** A Trino that has been launched. */
    interface Running extends AutoCloseable {
        /** The process to end when this JVM crashes; empty if something else ends it. */
        OptionalLong pid();

        /** Why it has ended; empty while it runs. */
        Optional<String> end();

        /** Stops it and waits until it has ended. */
        @Override
        void close();
    }
}
