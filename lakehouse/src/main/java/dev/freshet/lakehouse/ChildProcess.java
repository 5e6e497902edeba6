package dev.freshet.lakehouse;

import java.util.concurrent.TimeUnit;

/** The end of a server that runs as a child process. */
final class ChildProcess {
    private static final int PATIENCE_SECONDS = 20;

    private ChildProcess() {}

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
