package dev.freshet.lakehouse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.util.artifact.JavaScopes;

/** Puts a Trino server together from the jars of its modules, as its tarball has them. */
record TrinoJars(String version, Registry registry) {
    static final SortedMap<String, String> PLUGINS = new TreeMap<>(Map.of("exchange-filesystem",
            "io.trino.plugin.exchange.filesystem.FileSystemExchangePlugin", "hive", "io.trino.plugin.hive.HivePlugin",
            "iceberg", "io.trino.plugin.iceberg.IcebergPlugin"));
    /** The server has another binding for logs. */
    private static final List<String> LOG_BINDINGS = List.of("org.apache.logging.log4j:log4j-to-slf4j",
            "org.apache.logging.log4j:log4j-slf4j-impl");

    void copy(Path directory) throws IOException {
        copy("trino-main", List.of(), directory.resolve("lib"));
        for (Map.Entry<String, String> plugin : PLUGINS.entrySet()) {
            Path target = directory.resolve("plugin").resolve(plugin.getKey());
            // The server has the interfaces between both, and loads them once.
            copy("trino-" + plugin.getKey(), List.of("io.trino:trino-spi"), target);
            try (OutputStream out = Files.newOutputStream(target.resolve("services.jar"));
                    JarOutputStream jar = new JarOutputStream(out)) {
                jar.putNextEntry(new JarEntry("META-INF/services/io.trino.spi.Plugin"));
                jar.write(plugin.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void copy(String module, List<String> without, Path target) throws IOException {
        Files.createDirectories(target);
        List<Exclusion> excluded = Stream.concat(LOG_BINDINGS.stream(), without.stream()).map(Registry::exclusion)
                .toList();
        for (Path jar : registry.jars(new Dependency(new DefaultArtifact("io.trino:%s:%s".formatted(module, version)),
                JavaScopes.RUNTIME, false, excluded), List.of())) {
            Files.copy(jar, target.resolve(jar.getFileName()));
        }
    }
}
