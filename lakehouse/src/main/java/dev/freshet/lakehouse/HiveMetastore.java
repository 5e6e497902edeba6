package dev.freshet.lakehouse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.util.artifact.JavaScopes;

/**
 * A real Hive Metastore on Derby, as a child process bound to 127.0.0.1. It has no password, so it is for tests. It
 * runs on the {@code java} of the path, as it does not start on a JDK that Trino runs on.
 */
final class HiveMetastore implements AutoCloseable {
    static final String NAME = "Hive Metastore 4.0.1";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ALL = "*:*";
    /** Hadoop 2.6 and 3.3, which it names at the same time. */
    private static final List<String> UNUSED = List.of("org.apache.hadoop:*", "com.github.joshelser:*");
    /** One Hadoop in their place, its class for HDFS without which no table can be created, and what 2.6 brought. */
    private static final List<Dependency> PROGRAM = List.of(
            program("org.apache.hive:hive-standalone-metastore-server:4.0.1", UNUSED),
            program("org.apache.hadoop:hadoop-client-runtime:3.4.2", List.of()),
            program("org.apache.hadoop:hadoop-hdfs:3.4.2", List.of(ALL)),
            program("commons-cli:commons-cli:1.9.0", List.of()));

    private final Process process;
    private final Path log;
    private final int port;

    private HiveMetastore(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    private static Dependency program(String coordinates, List<String> without) {
        List<Exclusion> excluded = without.stream().map(Registry::exclusion).toList();
        return new Dependency(new DefaultArtifact(coordinates), JavaScopes.RUNTIME, false, excluded);
    }

    /** Downloads what the start needs. */
    static List<Path> jars(StartProgress progress) {
        Registry registry = new Registry(NAME, progress);
        return PROGRAM.stream().flatMap(program -> registry.jars(program, List.of()).stream()).distinct().toList();
    }

    /**
     * Starts on the tables in the directory, or without any.
     *
     * @param root the bucket of the tables' files, such as {@code s3://bucket}. It is never read: the server makes the
     *        tables' directories below its own directory.
     */
    static HiveMetastore launch(Path directory, String root, List<Path> jars) {
        int port = Ports.free();
        Path log = directory.resolve("server.log");
        try {
            Files.createDirectories(directory.resolve("bucket"));
            List<String> command = new ArrayList<>(List.of("java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
                    jars.stream().map(Path::toString).collect(Collectors.joining(":")),
                    "org.apache.hadoop.hive.metastore.HiveMetaStore", "-p", String.valueOf(port)));
            settings(directory, URI.create(root))
                    .forEach((key, value) -> command.addAll(List.of("--hiveconf", key + "=" + value)));
            Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
            return new HiveMetastore(process, log, port);
        } catch (IOException e) {
            throw new StartException("Cannot start %s in %s: %s".formatted(NAME, directory, e.getMessage()), e);
        }
    }

    private static Map<String, String> settings(Path directory, URI root) {
        return Map.of("metastore.thrift.bind.host", "127.0.0.1", "metastore.expression.proxy",
                "org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy", "javax.jdo.option.ConnectionURL",
                "jdbc:derby:;databaseName=derby;create=true", "datanucleus.schema.autoCreateAll", "true",
                "metastore.schema.verification", "false", "metastore.warehouse.dir",
                directory.resolve("warehouse").toUri().toString(),
                // It wants to make the directory of each table, and has no client of S3.
                "fs.%s.impl".formatted(root.getScheme()), "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme",
                "fs.viewfs.mounttable.%s.linkMergeSlash".formatted(root.getHost()),
                directory.resolve("bucket").toUri().toString());
    }

    /** Waits until it answers. */
    void await() {
        ChildProcess.await(process, NAME, log, PATIENCE, () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false; // not listening yet
            }
        });
    }

    long pid() {
        return process.pid();
    }

    /** The environment variable that the landing catalogs refer to. */
    Map<String, String> environment() {
        return Map.of("FRESHET_HIVE_METASTORE", "thrift://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        ChildProcess.end(process);
    }
}
