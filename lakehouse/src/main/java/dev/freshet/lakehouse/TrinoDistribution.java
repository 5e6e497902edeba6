package dev.freshet.lakehouse;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

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
                    Path tarball = download(progress);
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

    /** Uses the registries, credentials and proxies of the user's Maven settings. */
    private static Path download(StartProgress progress) {
        ContextOverrides overrides = ContextOverrides.create().withUserSettings(true)
                .checksumPolicy(ContextOverrides.ChecksumPolicy.FAIL).transferListener(new Listener(progress)).build();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            return context.repositorySystem().resolveArtifact(context.repositorySystemSession(),
                    new ArtifactRequest(new DefaultArtifact("io.trino", "trino-server", "tar.gz", VERSION),
                            context.remoteRepositories(), null))
                    .getArtifact().getFile().toPath();
        } catch (ArtifactResolutionException e) {
            throw new StartException("Cannot download Trino %s from the Maven registry: %s".formatted(VERSION,
                    e.getMessage()), e);
        }
    }

    private static final class Listener extends AbstractTransferListener {
        private final StartProgress progress;

        Listener(StartProgress progress) {
            this.progress = progress;
        }

        @Override
        public void transferProgressed(TransferEvent event) {
            progress.at("downloading Trino " + VERSION, event.getTransferredBytes(),
                    event.getResource().getContentLength());
        }
    }
}
