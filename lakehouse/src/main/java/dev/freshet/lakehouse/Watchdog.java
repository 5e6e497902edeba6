package dev.freshet.lakehouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small shell process that ends the lakehouse's processes when this JVM ends without doing so itself: it notices by
 * the end of its standard input, which even SIGKILL brings about.
 */
final class Watchdog implements AutoCloseable {
    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    /** @param temporary a directory to remove with the processes */
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

    /** @param signal what ends the process at once and leaves nothing half-written: {@code TERM}, {@code QUIT} */
    void guard(String signal, long pid) {
        tell(signal + " " + pid);
    }

    /** The process has ended: its number may become another's. */
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

    /** When the processes have ended: there is nothing left to watch over. */
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
