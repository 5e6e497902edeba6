package dev.freshet.lakehouse;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks Trino's tarball without the plugins that the lakehouse does not use. */
record TrinoTarball(Path tarball, StartProgress progress) {
    /** The last one is for tests. It and the first take little space beside the others. */
    static final List<String> PLUGINS = List.of("exchange-filesystem", "hive", "iceberg", "password-authenticators");

    /** @param home the tarball's only directory */
    void unpack(Path home) throws IOException {
        try (FileChannel file = FileChannel.open(tarball);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(
                        new BufferedInputStream(Channels.newInputStream(file), 1 << 20), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                progress.at("unpacking Trino", file.position(), file.size());
                write(entry, tar, home.getParent());
            }
        }
        prune(home);
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path directory) throws IOException {
        Path path = within(directory, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isLink()) {
            Files.createLink(path, within(directory, entry.getLinkName()));
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
        }
    }

    private static Path within(Path directory, String name) throws IOException {
        Path path = directory.resolve(name).normalize();
        if (!path.startsWith(directory)) {
            throw new IOException("Invalid entry in the tarball: " + name);
        }
        return path;
    }

    /** Runs after unpacking, because a jar that is kept may be a hard link to one in an unused plugin. */
    private static void prune(Path home) throws IOException {
        try (Stream<Path> plugins = Files.list(home.resolve("plugin"))) {
            List<Path> unused = plugins.filter(plugin -> !PLUGINS.contains(plugin.getFileName().toString())).toList();
            for (Path plugin : unused) {
                Directories.delete(plugin);
            }
        }
    }
}
