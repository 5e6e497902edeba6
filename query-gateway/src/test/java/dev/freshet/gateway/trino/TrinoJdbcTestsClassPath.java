package dev.freshet.gateway.trino;

import dev.freshet.lakehouse.LocalLakehouse;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.trino.jdbc.TrinoDriver;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.DependencyRequest;

/**
 * The tests of trino-jdbc, their dependencies in Trino's build, and this project's trino-jdbc. They come from the Maven
 * registry, because as dependencies in the POM they would conflict with those of this project.
 *
 * @param directory for what must be unpacked
 */
record TrinoJdbcTestsClassPath(Context context, Path directory) {
    private static final String VERSION = LocalLakehouse.TRINO_VERSION;
    /** Versions of JUnit as in Trino's build, and TestNG for the one class that still uses it. */
    private static final List<String> RUNNERS = List.of("org.junit.platform:junit-platform-launcher:1.13.0",
            "org.junit.support:testng-engine:1.0.5");
    /** Two artifacts that are in no registry, and the dependencies of the second. */
    private static final List<String> FROM_TARBALL = List.of("io.trino_trino-blackhole-", "io.trino_trino-hdfs-",
            "io.trino.hadoop_hadoop-apache-", "com.google.cloud.bigdataoss_gcs-connector-");
    /** The artifacts above, those that need Docker, and unused ones that are in no registry. */
    private static final Set<String> NOT_FROM_REGISTRY = Set.of("trino-blackhole", "trino-hdfs", "ojdbc11",
            "oracle-xe", "postgresql", "testcontainers", "testng", "trino-password-authenticators");

    static String resolve(Path directory) throws RepositoryException, IOException, URISyntaxException {
        try (Context context = Runtimes.INSTANCE.getRuntime()
                .create(ContextOverrides.create().withUserSettings(true).build())) {
            TrinoJdbcTestsClassPath classPath = new TrinoJdbcTestsClassPath(context, directory);
            List<Path> entries = new ArrayList<>();
            entries.add(classPath.tests());
            entries.addAll(classPath.fromRegistry());
            entries.addAll(classPath.fromTarball());
            entries.add(of(TrinoDriver.class));
            entries.add(of(TrinoJdbcTestsJvm.class));
            return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Path of(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** The tests, unpacked, because they open their key stores as files. */
    private Path tests() throws RepositoryException, IOException {
        Path tests = directory.resolve("tests");
        try (JarFile jar = new JarFile(file("io.trino:trino-jdbc:jar:tests:" + VERSION).toFile())) {
            for (JarEntry entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
                Path path = tests.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                byte[] content = jar.getInputStream(entry).readAllBytes();
                Files.write(path, isWithShadedNames(entry.getName()) ? ShadedNames.in(content) : content);
            }
        }
        return tests;
    }

    /** All jars except the one that writes types as JSON, which needs the server's classes. */
    private static boolean isWithShadedNames(String name) {
        return name.endsWith(".class") && !name.contains("TestProgressMonitor");
    }

    private Path file(String artifact) throws RepositoryException {
        return context.repositorySystem()
                .resolveArtifact(context.repositorySystemSession(),
                        new ArtifactRequest(new DefaultArtifact(artifact), context.remoteRepositories(), null))
                .getArtifact().getFile().toPath();
    }

    private List<Path> fromRegistry() throws RepositoryException {
        List<Dependency> dependencies = new ArrayList<>();
        RUNNERS.forEach(runner -> dependencies.add(new Dependency(new DefaultArtifact(runner), "test")));
        context.repositorySystem()
                .readArtifactDescriptor(context.repositorySystemSession(),
                        new ArtifactDescriptorRequest(new DefaultArtifact("io.trino:trino-jdbc:" + VERSION),
                                context.remoteRepositories(), null))
                .getDependencies().stream()
                .filter(dependency -> !NOT_FROM_REGISTRY.contains(dependency.getArtifact().getArtifactId()))
                .map(dependency -> dependency.setExclusions(List.of())).forEach(dependencies::add);
        return context.repositorySystem()
                .resolveDependencies(context.repositorySystemSession(),
                        new DependencyRequest(new CollectRequest(dependencies, null, context.remoteRepositories()),
                                null))
                .getArtifactResults().stream().map(result -> result.getArtifact())
                .filter(artifact -> !isLeftOut(artifact)).map(artifact -> artifact.getFile().toPath()).toList();
    }

    /** This project's trino-jdbc replaces one; the other forbids the logging that Trino uses. */
    private static boolean isLeftOut(Artifact artifact) {
        return Set.of("trino-jdbc", "log4j-slf4j-impl").contains(artifact.getArtifactId());
    }

    private List<Path> fromTarball() throws RepositoryException, IOException {
        Path tarball = file("io.trino:trino-server:tar.gz:" + VERSION);
        List<Path> jars = new ArrayList<>();
        try (InputStream file = Files.newInputStream(tarball);
                TarArchiveInputStream tar = new TarArchiveInputStream(
                        new GZIPInputStream(new BufferedInputStream(file), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path jar = directory.resolve(Path.of(entry.getName()).getFileName());
                if (entry.isFile() && !entry.isLink()
                        && FROM_TARBALL.stream().anyMatch(jar.getFileName().toString()::startsWith)) {
                    Files.copy(tar, jar, StandardCopyOption.REPLACE_EXISTING);
                    jars.add(jar);
                }
            }
        }
        return jars;
    }
}
