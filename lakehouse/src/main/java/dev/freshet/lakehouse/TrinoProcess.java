package dev.freshet.lakehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The real {@code trino-server} as a child process, bound to 127.0.0.1. */
final class TrinoProcess implements TrinoLauncher.Running {
    private final Process process;
    private final Path log;

    private TrinoProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Launches a distribution from the Maven registry. */
    static TrinoLauncher launcher(TrinoDistribution distribution) {
        return new TrinoLauncher() {
            private Path home;

            @Override
            public void prepare(StartProgress progress) {
                home = distribution.home(progress);
            }

            @Override
            public Running launch(Setup setup) {
                return start(distribution, home, setup);
            }
        };
    }

    private static TrinoProcess start(TrinoDistribution distribution, Path home, TrinoLauncher.Setup setup) {
        Path directory = setup.directory();
        // With static catalogs Trino runs a query only on nodes that have announced the catalog. It reports that no
        // node is available until it has received its own announcement, some time after it starts to answer. With
        // dynamic catalogs every node has every catalog. The file store reads them from etc/catalog in the process's
        // directory; workers get them from the coordinator.
        Path etc = setup.writeConfiguration("""
                                            catalog.management=dynamic
                                            plugin.dir=%s
                                            """.formatted(home.resolve("plugin"))
                + (setup.isWorker() ? "" : "catalog.store=file\n" + distribution.settings()));
        try {
            Path log = directory.resolve("server.log");
            ProcessBuilder builder = new ProcessBuilder(command(distribution.main(home), etc, setup))
                    .redirectErrorStream(true)
                    .directory(directory.toFile()).redirectOutput(log.toFile());
            builder.environment().putAll(setup.environment());
            return new TrinoProcess(builder.start(), log);
        } catch (IOException e) {
            throw new StartException("Cannot start Trino in %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static List<String> command(List<String> main, Path etc, TrinoLauncher.Setup setup) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(TrinoConfiguration.jvm(setup));
        command.addAll(List.of("-Dconfig=" + etc.resolve("config.properties"),
                "-Dlog.levels-file=" + etc.resolve("log.properties")));
        // Trino's own launcher passes the node's properties in the same way.
        Files.readAllLines(etc.resolve("node.properties")).forEach(property -> command.add("-D" + property));
        command.addAll(main);
        return command;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    @Override
    public Optional<String> end() {
        return process.isAlive() ? Optional.empty()
                : Optional.of("it ended with code %d: %s (all of it is in %s)".formatted(process.exitValue(),
                        firstError(), log));
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
        ChildProcess.end(process);
    }
}
