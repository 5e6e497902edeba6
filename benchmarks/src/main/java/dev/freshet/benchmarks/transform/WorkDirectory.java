package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.lakehouse.Directories;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A temporary directory, and the forks that work in it. When this process is ended, it ends the fork and deletes the
 * directory.
 */
final class WorkDirectory implements AutoCloseable {
    /** The heap of a fork. A peer holds all rows of a file as objects. */
    static final String HEAP = "-Xmx2g";
    private static final int TRIES = 20;
    private static final int PAUSE_MILLIS = 50;

    private final Path path;
    private final Thread hook = new Thread(this::clear, "freshet-bench-end");
    private Process fork;
    private boolean ending;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    static WorkDirectory create() throws IOException {
        WorkDirectory directory = new WorkDirectory(Files.createTempDirectory("freshet-bench-").toRealPath());
        Runtime.getRuntime().addShutdownHook(directory.hook);
        return directory;
    }

    Path path() {
        return path;
    }

    /**
     * Runs a main class in a JVM of its own, with the garbage collector and the compiler's thresholds of the batch.
     *
     * @throws BenchException with the end of what it printed, if it fails
     */
    void fork(Class<?> main, String... arguments) {
        Path log = path.resolve("fork.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + path, "-cp", System.getProperty("java.class.path")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:Tier4")).forEach(command::add);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        try {
            Process started = start(new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(log.toFile()));
            if (started.waitFor() != 0) {
                throw new BenchException("Failed to run %s: %s".formatted(String.join(" ", arguments), end(log)));
            }
        } catch (IOException e) {
            throw new BenchException("Cannot start a JVM: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted", e);
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (ending) {
            throw new IOException("this process is ending");
        }
        fork = builder.start();
        return fork;
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.startsWith("\tat ")).toList();
        return String.join(" ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** Called in a fork: ends it when the process that started it is gone, however that ended. */
    static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is sent
                }
            } catch (IOException e) {
                // the same
            }
            Runtime.getRuntime().halt(1);
        }, "freshet-bench-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private synchronized void clear() {
        ending = true;
        try {
            if (fork != null) {
                fork.destroyForcibly().waitFor();
            }
            for (int left = TRIES; left > 0 && Files.exists(path); left--) {
                tryDelete();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When this process is ended, another thread of it may still be writing. */
    private void tryDelete() throws InterruptedException {
        try {
            Directories.delete(path);
        } catch (IOException e) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process is ending
        }
    }
}
