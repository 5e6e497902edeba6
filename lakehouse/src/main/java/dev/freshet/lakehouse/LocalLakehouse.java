package dev.freshet.lakehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.iceberg.CatalogProperties;

/**
 * A whole lakehouse on this machine: a real Trino server, a real PostgreSQL as Iceberg catalog, a landing zone and a
 * warehouse on disk or in a real S3 server. The servers listen on free ports of 127.0.0.1. They end when this object is
 * closed, or when this JVM ends or crashes. Any number can run at once.
 */
public final class LocalLakehouse implements AutoCloseable {
    /** The version of Trino that it runs by default. */
    public static final String TRINO_VERSION = TrinoDistribution.DEFAULT;
    /** Where the S3 server keeps its objects. */
    private static final String S3 = "s3";

    private static LocalLakehouse shared;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path home;
    private final boolean temporary;
    private final Thread hook = new Thread(this::end, "freshet-lakehouse-end");
    private Watchdog watchdog;
    private CatalogDatabase database;
    private Storage storage;
    private IcebergCatalog catalog;
    private Optional<HiveMetastore> metastore = Optional.empty();
    private TrinoLauncher launcher;
    private TrinoNodes trino;

    /**
     * Where and how to start.
     *
     * @param directory keeps the data after the lakehouse ends; empty for a temporary directory, which is then deleted
     * @param port for Trino; empty for a free one
     * @param jvm options of Trino's JVM, such as its heap
     * @param s3 whether an S3 server keeps landing zone and warehouse, if the directory has no data yet
     * @param rest whether Trino and the batch reach the Iceberg catalog over REST
     * @param hive whether a Hive Metastore keeps the tail's tables; for tests, and only with files in S3
     * @param trino the version of Trino
     * @param workers of Trino, each a process with the same JVM options; with none, the coordinator does their work
     */
    public record Options(Optional<Path> directory, Optional<Integer> port, List<String> jvm, boolean s3,
            boolean rest, boolean hive, String trino, int workers) {
        public Options {
            if (workers < 0) {
                throw new StartException("Cannot start %d workers of Trino (use 0 or more)".formatted(workers));
            }
        }

        /**
         * Compiles code early and only once: starts in two thirds of the time, and is quick if every query is new.
         */
        public static final List<String> QUICK_START = List.of("-Xmx2g", "-XX:TieredStopAtLevel=1");
        /** Recompiles frequently run code with more optimization: a warm query takes half to two thirds of the time. */
        public static final List<String> PEAK_SPEED = List.of("-Xmx2g");

        public static final Options TEMPORARY = new Options(Optional.empty(), Optional.empty(), QUICK_START, false,
                false, false, TRINO_VERSION, 0);

        /** For a lakehouse that stays. */
        public static Options in(Path directory) {
            return new Options(Optional.of(directory), Optional.empty(), PEAK_SPEED, false, false, false,
                    TRINO_VERSION, 0);
        }

        public Options withPort(int port) {
            return new Options(directory, Optional.of(port), jvm, s3, rest, hive, trino, workers);
        }

        public Options withJvm(List<String> jvm) {
            return new Options(directory, port, jvm, s3, rest, hive, trino, workers);
        }

        public Options withS3(boolean s3) {
            return new Options(directory, port, jvm, s3, rest, hive, trino, workers);
        }

        public Options withRest(boolean rest) {
            return new Options(directory, port, jvm, s3, rest, hive, trino, workers);
        }

        public Options withHive(boolean hive) {
            return new Options(directory, port, jvm, s3, rest, hive, trino, workers);
        }

        public Options withTrino(String trino) {
            return new Options(directory, port, jvm, s3, rest, hive, trino, workers);
        }

        public Options withWorkers(int workers) {
            return new Options(directory, port, jvm, s3, rest, hive, trino, workers);
        }
    }

    private LocalLakehouse(Path home, boolean temporary) {
        this.home = home;
        this.temporary = temporary;
    }

    /** Starts an empty lakehouse, which is deleted when it ends. */
    public static LocalLakehouse start(StartProgress progress) {
        return start(Options.TEMPORARY, progress);
    }

    /** Starts on the data that an earlier lakehouse left in the directory, or empty. */
    public static LocalLakehouse start(Path directory, StartProgress progress) {
        return start(Options.in(directory), progress);
    }

    /**
     * @throws StartException saying what is missing or in the way; nothing is left running
     */
    public static LocalLakehouse start(Options options, StartProgress progress) {
        return start(options, TrinoLauncher.process(options.trino()), progress);
    }

    /**
     * Starts Trino with another launcher, which need not run it as a child process.
     *
     * @throws StartException saying what is missing or in the way; nothing is left running
     */
    public static LocalLakehouse start(Options options, TrinoLauncher launcher, StartProgress progress) {
        int jdk = new TrinoDistribution(options.trino()).jdk();
        if (Runtime.version().feature() < jdk) {
            throw new StartException(
                    "Cannot start Trino %s: it needs JDK %d or newer and this is JDK %d (install for example Temurin 25)"
                            .formatted(options.trino(), jdk, Runtime.version().feature()));
        }
        options.port().ifPresent(Ports::requireFree);
        LocalLakehouse lakehouse = new LocalLakehouse(home(options), options.directory().isEmpty());
        Runtime.getRuntime().addShutdownHook(lakehouse.hook);
        try {
            lakehouse.open(options, launcher, progress);
            return lakehouse;
        } catch (RuntimeException e) {
            lakehouse.close();
            throw e;
        }
    }

    /**
     * One lakehouse shared by all tests of a JVM. It ends with the JVM. {@code -Dfreshet.rest=true} tests on a REST
     * catalog, {@code -Dfreshet.trino=483} on another version of Trino.
     */
    public static synchronized LocalLakehouse shared() {
        if (shared == null) {
            shared = start(Options.TEMPORARY.withJvm(Options.PEAK_SPEED).withRest(Boolean.getBoolean("freshet.rest"))
                    .withTrino(System.getProperty("freshet.trino", TRINO_VERSION)),
                    StartProgress.NONE);
        }
        return shared;
    }

    private static Path home(Options options) {
        try {
            return options.directory().isPresent()
                    ? Files.createDirectories(options.directory().get().toAbsolutePath().normalize())
                    : Files.createTempDirectory("freshet-lakehouse-");
        } catch (IOException e) {
            throw new StartException("Cannot make the lakehouse's directory: " + e, e);
        }
    }

    private void open(Options options, TrinoLauncher launcher, StartProgress progress) {
        launcher.prepare(progress);
        boolean isS3 = isS3(options);
        List<Path> s3 = isS3 ? S3Server.jars(progress) : List.of();
        List<Path> hive = options.hive() ? HiveMetastore.jars(progress) : List.of();
        watchdog = Watchdog.start(temporary ? Optional.of(home) : Optional.empty());
        open.push(watchdog);
        progress.at("starting PostgreSQL", 0, 0);
        startPostgres(Optional.empty());
        open.push(() -> database.close());
        storage = isS3 ? startS3(s3, progress) : disk();
        catalog = options.rest() ? startRest(progress) : database;
        metastore = options.hive() ? Optional.of(startHive(hive, progress)) : Optional.empty();
        progress.at("starting Trino " + options.trino(), 0, 0);
        this.launcher = launcher;
        int port = options.port().orElseGet(Ports::free);
        Optional<TrinoLauncher.Cluster> cluster = options.workers() == 0 ? Optional.empty()
                : Optional.of(new TrinoLauncher.Cluster(port, home.resolve("exchange")));
        List<TrinoLauncher.Setup> workers = IntStream.rangeClosed(1, options.workers())
                .mapToObj(worker -> setup("trino-worker-" + worker, Ports.free(), cluster, options)).toList();
        trino = TrinoNodes.launch(launcher, watchdog, setup("trino", port, cluster, options), workers);
        open.push(trino);
        trino.await();
        progress.end();
    }

    private TrinoLauncher.Setup setup(String directory, int port, Optional<TrinoLauncher.Cluster> cluster,
            Options options) {
        return new TrinoLauncher.Setup(home.resolve(directory), directory(), port, options.jvm(), catalog.settings(),
                storage.settings(), metastore.isPresent() ? "thrift.properties" : "file.properties", environment(),
                cluster);
    }

    private void startPostgres(Optional<Integer> port) {
        database = CatalogDatabase.start(home.resolve("postgres"), port);
        watchdog.guard("QUIT", database.pid());
    }

    /** Data stay where the first start in the directory put them. */
    private boolean isS3(Options options) {
        if (options.s3() && Files.exists(directory())) {
            throw new StartException("Cannot keep the data in S3: those in %s are on disk (name another directory)"
                    .formatted(home));
        }
        return options.s3() || Files.exists(home.resolve(S3));
    }

    private Storage disk() {
        try {
            Files.createDirectories(directory().resolve("landing"));
            return new Disk(directory());
        } catch (IOException e) {
            throw new StartException("Cannot make the landing zone in %s: %s".formatted(home, e.getMessage()), e);
        }
    }

    private Storage startS3(List<Path> jars, StartProgress progress) {
        progress.at("starting " + S3Server.NAME, 0, 0);
        S3Server server = S3Server.launch(home.resolve(S3), jars);
        open.push(server);
        watchdog.guard("TERM", server.pid());
        server.await();
        return server;
    }

    private RestCatalog startRest(StartProgress progress) {
        progress.at("starting " + RestCatalog.NAME, 0, 0);
        RestCatalog server = RestCatalog.start(CatalogDatabase.DATABASE, client(database), storage.credentials());
        open.push(server);
        return server;
    }

    private HiveMetastore startHive(List<Path> jars, StartProgress progress) {
        progress.at("starting " + HiveMetastore.NAME, 0, 0);
        HiveMetastore server = HiveMetastore.launch(home.resolve("hive"), storage.root(), jars);
        open.push(server);
        watchdog.guard("TERM", server.pid());
        server.await();
        return server;
    }

    /**
     * Kills Trino with SIGKILL, for tests of crashes; {@link #startTrino} starts it again.
     *
     * @throws UnsupportedOperationException if Trino is not a child process
     */
    public synchronized void killTrino() {
        trino.killCoordinator();
    }

    /** Starts Trino again after {@link #killTrino}, on the same port and data, and waits until it answers. */
    public synchronized void startTrino() {
        trino.startCoordinator();
    }

    /** Kills PostgreSQL with SIGKILL, for tests of crashes; {@link #startPostgres()} starts it again. */
    public synchronized void killPostgres() {
        database.kill();
        watchdog.forget(database.pid());
    }

    /** Starts PostgreSQL again after {@link #killPostgres}, on the same port and data. */
    public synchronized void startPostgres() {
        startPostgres(Optional.of(database.port()));
    }

    /** The environment variables that the catalog files refer to. */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(storage.environment());
        environment.putAll(catalog.environment());
        metastore.map(HiveMetastore::environment).ifPresent(environment::putAll);
        return environment;
    }

    /** The directory of {@code local:///}, with {@code landing} and {@code warehouse}, if they are on disk. */
    public Path directory() {
        return home.resolve("data");
    }

    /** The location of {@code landing} and {@code warehouse}, without a slash at its end. */
    public String root() {
        return storage.root();
    }

    /** {@code jdbc:trino://127.0.0.1:PORT/lakehouse}; any user, no password, unless the launcher demands more. */
    public String trinoUrl() {
        return trino.url();
    }

    /** The content of a lakehouse file, by which batch and gateway connect to this lakehouse. */
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("trino.url", trinoUrl());
        properties.setProperty("trino.catalog", "lakehouse");
        properties.setProperty("trino.landing-catalog", "landing");
        properties.setProperty("trino.landing-catalog-recursive", "landing_recursive");
        launcher.client().forEach((key, value) -> properties.setProperty("trino." + key, value));
        properties.setProperty("iceberg.name", CatalogDatabase.DATABASE);
        client(catalog).forEach((key, value) -> properties.setProperty("iceberg." + key, value));
        if (catalog.vendsCredentials()) {
            fileIo().forEach((key, value) -> properties.setProperty("landing." + key, value));
        }
        return properties;
    }

    /** The properties of an Iceberg catalog, with those of the warehouse. */
    private Map<String, String> client(IcebergCatalog catalog) {
        Map<String, String> client = new HashMap<>(catalog.client());
        client.putAll(catalog.vendsCredentials() ? storage.fileIo() : fileIo());
        client.put(CatalogProperties.WAREHOUSE_LOCATION, root() + "/warehouse");
        return client;
    }

    private Map<String, String> fileIo() {
        Map<String, String> fileIo = new HashMap<>(storage.fileIo());
        fileIo.putAll(storage.credentials());
        return fileIo;
    }

    /** Stops the servers and waits until they have ended. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is ending, and the hook stops everything
        }
        stop();
    }

    /**
     * Stops all but the watchdog when the JVM is ending. Threads of this JVM may still write into the directory, so the
     * watchdog deletes it after the JVM has ended.
     */
    private synchronized void end() {
        stopDownTo(1);
    }

    private synchronized void stop() {
        stopDownTo(0);
        try {
            if (temporary) {
                Directories.delete(home);
            }
        } catch (IOException e) {
            throw new StartException("Failed to delete " + home + ": " + e.getMessage(), e);
        }
    }

    /** @param left how many parts to keep running; the watchdog is the first */
    private void stopDownTo(int left) {
        RuntimeException failure = null;
        while (open.size() > left) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = new StartException("Failed to stop the lakehouse: " + e.getMessage(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
