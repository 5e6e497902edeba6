package dev.freshet.lakehouse;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * The Trino server. It is downloaded once from the Maven registry and stays in the user's cache.
 *
 * @param version any from {@link #DEFAULT} on
 */
record TrinoDistribution(String version) {
    /** The last version whose server is in the registry as one tarball. */
    static final String DEFAULT = "476";
    private static final int JDK_OF_DEFAULT = 24;
    private static final int JDK = 25;

    TrinoDistribution {
        if (!version.matches("[0-9]{3,4}") || Integer.parseInt(version) < Integer.parseInt(DEFAULT)) {
            throw new StartException("Cannot start Trino %s: use %s, or the number of a newer version".formatted(
                    version, DEFAULT));
        }
    }

    private boolean isTarball() {
        return version.equals(DEFAULT);
    }

    /** The oldest JDK that runs it. */
    int jdk() {
        return isTarball() ? JDK_OF_DEFAULT : JDK;
    }

    /**
     * The directory with {@code lib} and {@code plugin}. If two processes or threads call this at once, one makes it
     * and the other waits.
     */
    Path home(StartProgress progress) {
        synchronized (TrinoDistribution.class) { // the file's lock belongs to the whole process
            return locked(progress);
        }
    }

    private Path locked(StartProgress progress) {
        String name = "trino-server-" + version;
        try {
            Path cache = Directories.cache();
            // What an older build of this project has made with other plugins is left alone.
            Path home = cache.resolve(name + "-" + String.join("-", isTarball() ? TrinoTarball.PLUGINS
                    : TrinoJars.PLUGINS.keySet()));
            try (FileChannel channel = FileChannel.open(cache.resolve(name + ".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
                if (!Files.isDirectory(home) && lock.isValid()) {
                    Path making = cache.resolve(name + ".unpacking-" + UUID.randomUUID());
                    try {
                        make(making.resolve(name), progress);
                        Files.move(making.resolve(name), home, StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        Directories.delete(making);
                    }
                }
            }
            return home;
        } catch (IOException e) {
            throw new StartException("Cannot unpack Trino %s: %s".formatted(version, e), e);
        }
    }

    private void make(Path directory, StartProgress progress) throws IOException {
        Registry registry = new Registry("Trino " + version, progress);
        if (isTarball()) {
            Path tarball = registry.file(new DefaultArtifact("io.trino", "trino-server", "tar.gz", version));
            new TrinoTarball(tarball, progress).unpack(directory);
        } else {
            new TrinoJars(version, registry).copy(directory);
        }
    }

    /**
     * What the coordinator's {@code config.properties} needs. The failure detector, which newer versions do not have,
     * is off, because on a busy machine it sometimes declares the only node failed.
     */
    String settings() {
        return isTarball() ? "failure-detector.enabled=false\n" : "";
    }

    /** The arguments of Java that start the server in {@code home}. */
    List<String> main(Path home) {
        try {
            Path own = Path.of(TrinoMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return List.of("-cp", home.resolve("lib") + "/*:" + own, TrinoMain.class.getName(), version);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
