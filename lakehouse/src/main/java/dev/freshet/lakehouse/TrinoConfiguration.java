package dev.freshet.lakehouse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Trino's configuration files, the same whether it runs in a process or in a container. */
final class TrinoConfiguration {
    private static final String LAKEHOUSE = "lakehouse";
    private static final List<String> LANDING = List.of("landing", "landing_recursive");
    private static final List<String> JVM = List.of("-XX:+ExitOnOutOfMemoryError", "-XX:-OmitStackTraceInFastThrow",
            "-XX:ReservedCodeCacheSize=512M", "-XX:+EnableDynamicAgentLoading", "-Djdk.attach.allowAttachSelf=true",
            "-Djdk.nio.maxCachedBufferSize=2000000", "-Dfile.encoding=UTF-8", "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private TrinoConfiguration() {}

    /**
     * Writes {@code etc} into the directory: config, jvm, node, log, and the catalogs.
     *
     * @param more lines of {@code config.properties}
     * @return {@code etc}
     */
    static Path write(TrinoLauncher.Setup setup, String more) {
        Path directory = setup.directory();
        try {
            Path etc = Files.createDirectories(directory.resolve("etc"));
            Path catalogs = Files.createDirectories(etc.resolve("catalog"));
            write(catalogs, LAKEHOUSE, "iceberg/" + setup.catalog(), setup);
            for (String landing : LANDING) {
                write(catalogs, landing, "metastore/" + setup.metastore(), setup);
            }
            Files.writeString(etc.resolve("config.properties"), config(setup) + more);
            if (setup.cluster().isPresent()) {
                Files.writeString(etc.resolve("exchange-manager.properties"), """
                                                                              exchange-manager.name=filesystem
                                                                              exchange.base-directories=%s
                                                                              """.formatted(
                        Files.createDirectories(setup.cluster().get().exchange())));
            }
            Files.write(etc.resolve("jvm.config"), jvm(setup));
            Files.writeString(etc.resolve("node.properties"), """
                                                              node.environment=freshet
                                                              node.internal-address=127.0.0.1
                                                              node.bind-ip=127.0.0.1
                                                              node.data-dir=%s
                                                              """.formatted(
                    Files.createDirectories(directory.resolve("data"))));
            Files.writeString(etc.resolve("log.properties"), "io.trino=WARN\n");
            return etc;
        } catch (IOException e) {
            throw new StartException("Cannot start Trino in %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    /** @param names the file of settings for what keeps the names of the catalog's tables */
    private static void write(Path catalogs, String catalog, String names, TrinoLauncher.Setup setup)
            throws IOException {
        Files.writeString(catalogs.resolve(catalog + ".properties"), resource("catalog/" + catalog + ".properties")
                + resource(names) + resource("storage/" + setup.storage()));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TrinoConfiguration.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The options of Trino's JVM. */
    static List<String> jvm(TrinoLauncher.Setup setup) {
        return Stream.concat(JVM.stream(), setup.jvm().stream()).toList();
    }

    /** A coordinator without workers does their work. */
    private static String config(TrinoLauncher.Setup setup) {
        String role = setup.isWorker() ? "coordinator=false"
                : "coordinator=true%nnode-scheduler.include-coordinator=%s".formatted(setup.cluster().isEmpty());
        return """
               %s
               http-server.http.port=%d
               discovery.uri=http://127.0.0.1:%d
               """.formatted(role, setup.port(),
                setup.cluster().map(TrinoLauncher.Cluster::coordinator).orElse(setup.port()));
    }
}
