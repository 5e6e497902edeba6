package dev.freshet.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** @param out writes to {@link System#out} */
record StandardOutput(PrintWriter out) implements Destination {
    private static final Path FILE = Path.of("/dev/stdout");

    /** The reader has closed the pipe, as {@code head} does. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A writer does not say why a write failed. In a file it is the disk; else there is no reader any more. */
    @Override
    public void flush() {
        out.flush();
        if (System.out.checkError()) {
            throw Files.isRegularFile(FILE)
                    ? new CommandException(ExitCode.FILE, "Cannot write to standard output (is the disk full?)")
                    : new ClosedException();
        }
    }

    @Override
    public void complete() {
        flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
