package dev.freshet.lakehouse;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real {@code trino-server} as a child process, bound to 127.0.0.1. */
final class TrinoServer implements AutoCloseable {
    /** The catalogs, by the names that a container mounts too. */
    static final List<String> CATALOGS = List.of("lakehouse", "landing");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final int port;
    private final Path log;

    private TrinoServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts a server; {@link #awaitReady} waits for it.
     *
     * @param home the unpacked distribution
     * @param directory for its configuration, log and spill
     * @param environment what the catalog files refer to
     */
    static TrinoServer start(Path home, Path directory, int port, String heap, Map<String, String> environment) {
        try {
            Path etc = Files.createDirectories(directory.resolve("etc"));
            Path catalogs = Files.createDirectories(etc.resolve("catalog"));
            for (String catalog : CATALOGS) {
                try (InputStream in = TrinoServer.class.getResourceAsStream("catalog/" + catalog + ".properties")) {
                    Files.write(catalogs.resolve(catalog + ".properties"), in.readAllBytes());
                }
            }
            Files.writeString(etc.resolve("config.properties"), config(home, catalogs, port));
            Files.writeString(etc.resolve("log.properties"), "io.trino=WARN\n");
            Path log = directory.resolve("server.log");
            ProcessBuilder builder = new ProcessBuilder(command(home, directory, etc, heap)).redirectErrorStream(true)
                    .directory(directory.toFile()).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new TrinoServer(builder.start(), port, log);
        } catch (IOException e) {
            throw new StartException("Cannot start Trino in %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static String config(Path home, Path catalogs, int port) {
        return """
               node.environment=freshet
               node.internal-address=127.0.0.1
               node.bind-ip=127.0.0.1
               coordinator=true
               node-scheduler.include-coordinator=true
               http-server.http.port=%d
               discovery.uri=http://127.0.0.1:%d
               catalog.management=static
               catalog.config-dir=%s
               plugin.dir=%s
               """.formatted(port, port, catalogs, home.resolve("plugin"));
    }

    private static List<String> command(Path home, Path directory, Path etc, String heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError", "-XX:-OmitStackTraceInFastThrow",
                "-XX:ReservedCodeCacheSize=512M", "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true", "-Djdk.nio.maxCachedBufferSize=2000000", "-Dfile.encoding=UTF-8",
                "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-Dconfig=" + etc.resolve("config.properties"),
                "-Dlog.levels-file=" + etc.resolve("log.properties"), "-Dnode.data-dir=" + directory.resolve("data")));
        command.addAll(List.of("-cp", home.resolve("lib") + "/*", "io.trino.server.TrinoServer"));
        return command;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Waits until queries are served. */
    void awaitReady() {
        HttpRequest info = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/info"))
                .timeout(Duration.ofSeconds(5)).build();
        Instant end = Instant.now().plus(PATIENCE);
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!isStarted(client, info)) {
                if (!process.isAlive()) {
                    throw new StartException("Cannot start Trino: it ended with code %d: %s (all of it is in %s)"
                            .formatted(process.exitValue(), firstError(), log));
                }
                if (Instant.now().isAfter(end)) {
                    throw new StartException("Cannot start Trino: it does not answer after %d s (see %s)"
                            .formatted(PATIENCE.toSeconds(), log));
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Cannot start Trino: interrupted", e);
        }
    }

    private static boolean isStarted(HttpClient client, HttpRequest info) throws InterruptedException {
        try {
            return client.send(info, HttpResponse.BodyHandlers.ofString()).body().contains("\"starting\":false");
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private String firstError() {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.stream().filter(line -> line.contains("ERROR") || line.startsWith("Error")).findFirst()
                    .orElse(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1));
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
