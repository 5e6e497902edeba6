package dev.freshet.cli.local;

import dev.freshet.transform.connect.LakehouseException;
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
 * The directory of a local lakehouse, and the files that record what runs in it.
 *
 * @param path as the user named it
 */
public record LakehouseDirectory(Path path) {
    /** Tolerance for start times. The system derives them from the clock, which can be set while a lakehouse runs. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(10);

    /** The lakehouse file; it exists while the lakehouse runs. */
    public Path file() {
        return path.resolve("lakehouse.properties");
    }

    /** Output of a background host. */
    public Path log() {
        return path.resolve("up.log");
    }

    /** The host locks it while it runs. Its existence marks the directory as a lakehouse's. */
    Path lock() {
        return path.resolve("lakehouse.lock");
    }

    /** A command locks it while it starts a host. */
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

    /**
     * The host, if it runs. Ignores the file of a host that has ended, even if another program now has its process id.
     */
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

    /** Records this process as the host. */
    void claim() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(pid(), self.pid() + "\n" + self.info().startInstant().orElse(Instant.now()) + "\n");
    }

    /** Deletes the files of a host that has ended. */
    public void forget() {
        try {
            Files.deleteIfExists(file());
            Files.deleteIfExists(pid());
            Files.deleteIfExists(progress());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tidy up " + path + ": " + e.getMessage(), e);
        }
    }

    /** Whether the directory exists and has held a lakehouse. Only then may it be deleted. */
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
