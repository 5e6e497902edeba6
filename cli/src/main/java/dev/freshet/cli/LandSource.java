package dev.freshet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file to land. Standard input becomes a temporary file first, named by its content.
 *
 * @param path the file
 * @param name the raw file's name: the same each time the same file lands
 * @param temporary the directory to delete, if any
 */
record LandSource(Path path, String name, Optional<Path> temporary) implements AutoCloseable {
    private static final int DIGITS = 16;

    static LandSource of(String source) {
        try {
            if (source.equals(SampleFiles.STANDARD_INPUT)) {
                return standardInput();
            }
            Path path = Path.of(source);
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw new CommandException(ExitCode.FILE, "Cannot read %s (%s)".formatted(source,
                        Files.isDirectory(path) ? "it is a directory: name the files in it"
                                : Files.exists(path) ? "it is no readable file" : "there is no such file"));
            }
            return new LandSource(path, name(path), Optional.empty());
        } catch (IOException e) {
            throw new CommandException(ExitCode.FILE, "Cannot read %s (%s)".formatted(source, e), e);
        }
    }

    /** Names that start with {@code .} or {@code _} are invisible in the landing zone. */
    private static String name(Path path) {
        String name = path.getFileName().toString().replaceAll("[^A-Za-z0-9._=+-]+", "-").replaceFirst("^[._]+", "");
        return name.isEmpty() ? "file.json" : name;
    }

    private static LandSource standardInput() throws IOException {
        Path directory = Files.createTempDirectory("freshet-");
        try {
            Path file = directory.resolve("stdin");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(System.in, digest)) {
                Files.copy(in, file);
            }
            String name = "stdin-" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS) + ".json";
            return new LandSource(Files.move(file, directory.resolve(name)), name, Optional.of(directory));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (temporary.isPresent()) {
            try {
                Files.deleteIfExists(path);
                Files.deleteIfExists(temporary.get());
            } catch (IOException e) {
                throw new CommandException(ExitCode.FILE, "Cannot delete %s (%s)".formatted(path, e), e);
            }
        }
    }
}
