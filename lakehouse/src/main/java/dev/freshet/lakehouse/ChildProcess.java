package dev.freshet.lakehouse;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The start and the end of a server that runs as a child process. */
final class ChildProcess {
    private static final int PATIENCE_SECONDS = 20;

    /** Whether the server answers. */
    interface Check {
        boolean isAnswering() throws InterruptedException;
    }

    private ChildProcess() {}

    /** Waits until it answers. */
    static void await(Process process, String name, Path log, Duration patience, Check check) {
        Instant end = Instant.now().plus(patience);
        try {
            while (!check.isAnswering()) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    throw new StartException("Cannot start %s: it %s (see %s)".formatted(name,
                            process.isAlive() ? "does not answer" : "ended with code " + process.exitValue(), log));
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Cannot start " + name + ": interrupted", e);
        }
    }

    /** Stops it, after a while by force, and waits until it has ended. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
