package dev.freshet.cli;

import java.io.PrintWriter;

/** Where an answer goes. */
sealed interface Destination extends AutoCloseable permits StandardOutput, OutputFile {
    PrintWriter out();

    /**
     * Writes what is buffered.
     *
     * @throws CommandException if a write has failed
     * @throws StandardOutput.ClosedException if nothing reads it any more
     */
    void flush();

    /** To call when all of the answer is written. Fails as {@link #flush} does. */
    void complete();

    @Override
    void close();
}
