package dev.freshet.lakehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The user's cache, and the deletion of directories. */
public final class Directories {
    private Directories() {}

    /**
     * Holds downloads and unpacked programs: {@code $XDG_CACHE_HOME/freshet}, or {@code ~/.cache/freshet}. No other
     * user may write there, because programs are run from it.
     */
    static Path cache() throws IOException {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        Path cache = Files.createDirectories(caches.resolve("freshet"));
        return Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
    }

    /** Deletes a directory with its content, if it exists. */
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
