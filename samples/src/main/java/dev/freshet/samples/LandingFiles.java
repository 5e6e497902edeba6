package dev.freshet.samples;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.Landing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/**
 * Lands files as a landing zone requires: written once, and visible only when complete. A file is written under a name
 * that starts with a dot, which Trino and the batch ignore, and then renamed within its directory.
 */
public final class LandingFiles {
    private static final String LOCAL = "local:///";

    private final Landing landing;
    private final Path root;

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * @param localRoot the directory of {@code local:///}
     * @throws IllegalArgumentException if the dataset's landing zone is elsewhere
     */
    public LandingFiles(DatasetSpec spec, Path localRoot) {
        if (!spec.landing().root().startsWith(LOCAL)) {
            throw new IllegalArgumentException("Cannot land files of %s: it is not on local disk (%s)".formatted(
                    spec.name(), spec.landing().root()));
        }
        this.landing = spec.landing();
        this.root = localRoot;
    }

    /** The dataset's landing root. */
    public Path root() {
        return root.resolve(landing.root().substring(LOCAL.length()));
    }

    public Path directory(LandingPartition partition) {
        return root.resolve(landing.directory(partition).substring(LOCAL.length()));
    }

    /**
     * Lands one file, compressed if its name ends in {@code .gz}.
     *
     * @return the file, which is now visible
     * @throws FileAlreadyExistsException if a file of that name has landed or is being written
     */
    public Path land(LandingPartition partition, String name, Content content) throws IOException {
        Path directory = Files.createDirectories(directory(partition));
        Path file = directory.resolve(name);
        Path hidden = directory.resolve("." + name + ".part");
        // If two callers land the same name, only one creates the hidden file, so the check below holds until the
        // rename.
        try (OutputStream out = Files.newOutputStream(hidden, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            try {
                if (Files.exists(file)) {
                    throw new FileAlreadyExistsException(file.toString());
                }
                write(name, content, out);
            } catch (IOException | RuntimeException e) {
                Files.delete(hidden);
                throw e;
            }
        }
        return Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(String name, Content content, OutputStream out) throws IOException {
        if (!name.endsWith(".gz")) {
            content.writeTo(out);
            return;
        }
        try (GZIPOutputStream compressed = new GZIPOutputStream(out)) {
            content.writeTo(compressed);
        }
    }
}
