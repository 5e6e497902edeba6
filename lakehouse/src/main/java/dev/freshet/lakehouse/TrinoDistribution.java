package dev.freshet.lakehouse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * The Trino server. It is downloaded once from the Maven registry and stays unpacked in the user's cache.
 */
final class TrinoDistribution {
    static final String VERSION = "476";
    private static final String NAME = "trino-server-" + VERSION;

    private TrinoDistribution() {}

    /**
     * The directory with {@code lib} and {@code plugin}. If two processes call this at once, one unpacks and the other
     * waits.
     */
    static Path unpacked(StartProgress progress) {
        try {
            Path cache = Directories.cache();
            Path home = cache.resolve(NAME);
            try (FileChannel channel = FileChannel.open(cache.resolve(NAME + ".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
                if (!Files.isDirectory(home) && lock.isValid()) {
                    Path tarball = new Registry("Trino " + VERSION, progress)
                            .file(new DefaultArtifact("io.trino", "trino-server", "tar.gz", VERSION));
                    Path unpacking = cache.resolve(NAME + ".unpacking-" + UUID.randomUUID());
                    try {
                        new TrinoTarball(tarball, progress).unpack(unpacking);
                        Files.move(unpacking.resolve(NAME), home, StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        Directories.delete(unpacking);
                    }
                }
            }
            return home;
        } catch (IOException e) {
            throw new StartException("Cannot unpack Trino %s: %s".formatted(VERSION, e), e);
        }
    }
}
