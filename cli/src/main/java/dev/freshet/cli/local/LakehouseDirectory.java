package dev.freshet.cli.local;

import dev.freshet.transform.LakehouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of a local lakehouse and the files that say what runs in it.
 *
 * @param path as the user named it
 */
public record LakehouseDirectory(Path path) {
    /** Clocks are set while a lakehouse runs, and the system derives a process's start from them. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(10);

    /** How to reach the lakehouse; there while it runs. */
    public Path file() {
        return path.resolve("lakehouse.properties");
    }

    /** What the host says in the background. */
    public Path log() {
        return path.resolve("up.log");
    }

    /** Locked by the host as long as it lives. Also the mark of a directory that is a lakehouse's. */
    Path lock() {
        return path.resolve("lakehouse.lock");
    }

    /** Locked by a command that starts a host. */
    Path turn() {
        return path.resolve("up.lock");
    }

    public Path progress() {
        return path.resolve("up.progress");
    }

    private Path pid() {
        return path.resolve("lakehouse.pid");
    }

    boolean isStarted() {
        return Files.exists(file());
    }

    /** The host, if it lives. A file that an earlier one left behind is no host, nor is another program with its id. */
    public Optional<ProcessHandle> host() {
        try {
            List<String> lines = Files.readAllLines(pid());
            Instant started = Instant.parse(lines.get(1));
            return ProcessHandle.of(Long.parseLong(lines.get(0))).filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().startInstant()
                            .filter(start -> Duration.between(start, started).abs().compareTo(CLOCK_STEP) < 0)
                            .isPresent());
        } catch (IOException | DateTimeParseException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Makes this process the host. */
    void claim() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(pid(), self.pid() + "\n" + self.info().startInstant().orElse(Instant.now()) + "\n");
    }

    /** Forgets a host that has ended. */
    public void forget() {
        try {
            Files.deleteIfExists(file());
            Files.deleteIfExists(pid());
            Files.deleteIfExists(progress());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tidy up " + path + ": " + e.getMessage(), e);
        }
    }

    /** Whether it is there and a lakehouse has lived in it, so that deleting it is no accident. */
    public boolean isLakehouse() {
        return Files.exists(lock());
    }

    public void delete() {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new LakehouseException("Cannot delete %s: %s".formatted(path, e), e);
        }
    }
}
