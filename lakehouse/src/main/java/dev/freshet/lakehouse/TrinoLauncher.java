package dev.freshet.lakehouse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a lakehouse's Trino is started. By default it is a child process; another launcher starts the same catalogs in a
 * container.
 */
public interface TrinoLauncher {
    /** Fetches what the start needs, before anything runs. */
    void prepare(StartProgress progress);

    /** Starts Trino and returns at once; the lakehouse waits until it answers on 127.0.0.1. */
    Running launch(Setup setup);

    /**
     * What to start.
     *
     * @param directory for Trino's configuration, log and spill
     * @param data what {@code local:///} stands for; Trino must see it under the same path
     * @param port of 127.0.0.1 to listen on
     * @param jvm options of Trino's JVM beyond those that it always needs
     * @param environment what the catalog files refer to
     */
    record Setup(Path directory, Path data, int port, List<String> jvm, Map<String, String> environment) {
        /** The configuration files but for what only the launcher knows; {@code etc/catalog} in the directory. */
        public Path writeConfiguration(String more) {
            return TrinoConfiguration.write(this, more);
        }
    }

    /** A Trino that has been launched. */
    interface Running extends AutoCloseable {
        /** A process to end when this JVM crashes; empty if something else sees to it. */
        OptionalLong pid();

        /** Why it has ended; empty while it runs. */
        Optional<String> end();

        /** Stops it and waits until it has ended. */
        @Override
        void close();
    }
}
