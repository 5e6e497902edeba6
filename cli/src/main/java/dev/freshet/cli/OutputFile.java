package dev.freshet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears, or replaces the one of that name, once it is complete. Until then there is a hidden file beside
 * it, which is deleted when the command fails or is stopped.
 */
final class OutputFile implements Destination {
    private final Path file;
    private final Path part;
    private final PrintWriter out;

    private OutputFile(Path file, Path part) throws IOException {
        this.file = file;
        this.part = part;
        part.toFile().deleteOnExit(); // Ctrl-C leaves no time to close it
        this.out = new PrintWriter(Files.newBufferedWriter(part, StandardCharsets.UTF_8,
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    static OutputFile of(Path named) {
        try {
            boolean exists = Files.exists(named);
            if (exists && !Files.isRegularFile(named)) {
                throw failed(named, "it is no regular file", null);
            }
            Path file = exists ? named.toRealPath() : named.toAbsolutePath();
            return new OutputFile(file, file.resolveSibling(".%s.%s.part".formatted(file.getFileName(),
                    UUID.randomUUID())));
        } catch (IOException e) {
            throw failed(named, SampleFiles.reason(e), e);
        }
    }

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public void flush() {
        if (out.checkError()) {
            throw failed(file, "is the disk full?", null);
        }
    }

    @Override
    public void complete() {
        out.close();
        flush();
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(file, SampleFiles.reason(e), e);
        }
    }

    private static CommandException failed(Path file, String why, IOException e) {
        return new CommandException(ExitCode.FILE, "Cannot write %s (%s)".formatted(file, why), e);
    }

    @Override
    public void close() {
        out.close();
        part.toFile().delete();
    }
}
