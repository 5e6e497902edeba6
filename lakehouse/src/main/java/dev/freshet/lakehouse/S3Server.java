package dev.freshet.lakehouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogProperties;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.util.artifact.JavaScopes;

/**
 * A real S3 server, <a href="https://github.com/gaul/s3proxy">S3Proxy</a>, as a child process bound to 127.0.0.1. It
 * keeps each object as a file. No request is answered without the secret key.
 */
final class S3Server implements Storage, AutoCloseable {
    static final String NAME = "S3Proxy 4.1.0";
    private static final String BUCKET = "freshet";
    private static final String KEY = "freshet";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What it needs for clouds behind it. */
    private static final List<Exclusion> UNUSED = Stream.of("com.azure:*", "com.google.cloud:*", "io.grpc:*",
            "com.github.openstack4j.core:*", "com.github.openstack4j.core.connectors:*", "org.apache.sshd:*",
            "software.amazon.awssdk:netty-nio-client").map(Registry::exclusion).toList();

    private final Process process;
    private final Path log;
    private final String endpoint;
    private final String secret;

    private S3Server(Process process, Path log, String endpoint, String secret) {
        this.process = process;
        this.log = log;
        this.endpoint = endpoint;
        this.secret = secret;
    }

    /** Downloads what the start needs. */
    static List<Path> jars(StartProgress progress) {
        return new Registry(NAME, progress).jars(
                new Dependency(new DefaultArtifact("org.gaul:s3proxy:4.1.0"), JavaScopes.RUNTIME, false, UNUSED),
                List.of(new Dependency(new DefaultArtifact("com.fasterxml.jackson.core:jackson-annotations:2.22"),
                        JavaScopes.RUNTIME)));
    }

    /** Starts on the objects below the directory, or without any. */
    static S3Server launch(Path directory, List<Path> jars) {
        int port = Ports.free();
        String endpoint = "http://127.0.0.1:" + port;
        Path log = directory.resolve("server.log");
        try {
            Files.createDirectories(directory.resolve("objects").resolve(BUCKET));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            String secret = Secrets.kept(directory.resolve("secret"));
            Path settings = directory.resolve("s3proxy.properties");
            try (OutputStream out = Files.newOutputStream(settings)) {
                settings(directory.resolve("objects"), endpoint, secret).store(out, null);
            }
            try (InputStream levels = S3Server.class.getResourceAsStream("s3proxy-logback.xml")) {
                Files.write(directory.resolve("logback.xml"), levels.readAllBytes());
            }
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m", "-XX:TieredStopAtLevel=1",
                    "-Dlogback.configurationFile=" + directory.resolve("logback.xml"), "-cp",
                    jars.stream().map(Path::toString).collect(Collectors.joining(":")), "org.gaul.s3proxy.Main",
                    "--properties", settings.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
            return new S3Server(process, log, endpoint, secret);
        } catch (IOException e) {
            throw new StartException("Cannot start %s in %s: %s".formatted(NAME, directory, e.getMessage()), e);
        }
    }

    private static Properties settings(Path objects, String endpoint, String secret) {
        Properties settings = new Properties();
        settings.setProperty("s3proxy.endpoint", endpoint);
        settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
        settings.setProperty("s3proxy.identity", KEY);
        settings.setProperty("s3proxy.credential", secret);
        settings.setProperty("s3proxy.ignore-unknown-headers", "true"); // else Trino's listings fail with 501
        settings.setProperty("jclouds.provider", "filesystem-nio2");
        settings.setProperty("jclouds.filesystem.basedir", objects.toString());
        return settings;
    }

    /** Waits until it answers. */
    void await() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint)).timeout(Duration.ofSeconds(5)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            ChildProcess.await(process, NAME, log, PATIENCE, () -> isAnswering(client, request));
        }
    }

    private static boolean isAnswering(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            client.send(request, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public String root() {
        return "s3://" + BUCKET;
    }

    @Override
    public String settings() {
        return "s3.properties";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("FRESHET_STORAGE", root(), "FRESHET_S3_ENDPOINT", endpoint, "FRESHET_S3_KEY", KEY,
                "FRESHET_S3_SECRET", secret);
    }

    @Override
    public Map<String, String> fileIo() {
        return Map.of(CatalogProperties.FILE_IO_IMPL, "org.apache.iceberg.aws.s3.S3FileIO", "s3.endpoint", endpoint,
                "s3.path-style-access", "true", "client.region", "us-east-1");
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of("s3.access-key-id", KEY, "s3.secret-access-key", secret);
    }

    @Override
    public void close() {
        ChildProcess.end(process);
    }
}
