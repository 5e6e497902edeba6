package dev.freshet.lakehouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small shell process that ends the lakehouse's processes if this JVM ends without stopping them. It reads until the
 * end of its standard input, which even a SIGKILL of this JVM causes.
 */
final class Watchdog implements AutoCloseable {
    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    /** @param temporary a directory to delete after the processes have ended */
    static Watchdog start(Optional<Path> temporary) {
        try (InputStream script = Watchdog.class.getResourceAsStream("watchdog.sh")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return new Watchdog(new ProcessBuilder("sh", "-c", text, "freshet-watchdog",
                    temporary.map(Path::toString).orElse("")).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start());
        } catch (IOException e) {
            throw new StartException("Cannot start a shell to watch over the lakehouse: " + e.getMessage(), e);
        }
    }

    /** @param signal ends the process at once without half-written files: {@code TERM} or {@code QUIT} */
    void guard(String signal, long pid) {
        tell(signal + " " + pid);
    }

    /** Call this when the process has ended, because its id may be reused. */
    void forget(long pid) {
        tell("- " + pid);
    }

    private void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to tell the watchdog: " + line, e);
        }
    }

    /** Call this when the processes have ended. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
