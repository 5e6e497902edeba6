package dev.freshet.lakehouse.io;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Files on local disk under {@code local:///path} locations, as in Trino's native local file system:
 * {@code local.location} is the directory of {@code local:///}. Uses no Hadoop.
 */
public final class LocalFileIO implements SupportsPrefixOperations {
    private static final long serialVersionUID = 1;
    private static final String SCHEME = "local://";

    /** The listed size of a symbolic link. */
    public static final long LINK = -1;

    /** The property with the directory. */
    public static final String LOCATION = "local.location";

    private HashMap<String, String> properties = new HashMap<>();

    /** For Iceberg, which calls {@link #initialize} next. */
    public LocalFileIO() {}

    @Override
    public void initialize(Map<String, String> properties) {
        if (properties.get(LOCATION) == null) {
            throw new IllegalArgumentException("Missing property: " + LOCATION
                    + " (the directory of local:///)");
        }
        this.properties = new HashMap<>(properties);
    }

    @Override
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    @Override
    public InputFile newInputFile(String location) {
        return new LocalInputFile(location, path(location));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new LocalOutputFile(location, path(location));
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to delete %s: %s".formatted(location, e), e);
        }
    }

    /**
     * Links below the prefix are listed but not followed, as Trino does not follow them.
     */
    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        List<FileInfo> files = new ArrayList<>();
        try {
            for (Path start : starts(prefix)) {
                Files.walkFileTree(start, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
                            files.add(new FileInfo(location(file),
                                    attributes.isRegularFile() ? attributes.size() : LINK,
                                    attributes.lastModifiedTime().toMillis()));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                        if (e instanceof NoSuchFileException) { // renamed or deleted since its directory was read
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to list %s: %s".formatted(prefix, e), e);
        }
        return files;
    }

    /** The files and directories that the prefix begins. */
    private List<Path> starts(String prefix) throws IOException {
        Path path = path(prefix);
        Path directory = prefix.endsWith("/") ? path.resolve(".") : path.getParent();
        if (!Files.isDirectory(directory)) {
            throw new NotFoundException("Directory does not exist: %s (%s)", prefix, directory);
        }
        if (prefix.endsWith("/")) {
            return List.of(directory);
        }
        String name = path.getFileName().toString();
        List<Path> starts = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory,
                each -> each.getFileName().toString().startsWith(name))) {
            all.forEach(starts::add);
        }
        return starts;
    }

    /**
     * With the directories, as object storage has none; but for the one that a prefix with a slash at its end names.
     */
    @Override
    public void deletePrefix(String prefix) {
        Path kept = path(prefix);
        try {
            for (Path start : starts(prefix)) {
                try (Stream<Path> all = Files.walk(start.normalize())) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        if (!prefix.endsWith("/") || !each.equals(kept)) {
                            Files.deleteIfExists(each);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to delete %s: %s".formatted(prefix, e), e);
        }
    }

    private String location(Path file) {
        return SCHEME + "/" + root().relativize(file.normalize()).toString().replace(File.separatorChar, '/');
    }

    private Path path(String location) {
        if (!location.startsWith(SCHEME + "/")) {
            throw new IllegalArgumentException(
                    "Invalid location: %s (the local file system takes local:///path, which is path in %s)"
                            .formatted(location, root()));
        }
        Path path = root().resolve(location.substring(SCHEME.length() + 1)).normalize();
        if (!path.startsWith(root())) {
            throw new IllegalArgumentException("Invalid location: " + location + " (it leaves " + root() + ")");
        }
        return path;
    }

    private Path root() {
        return Path.of(properties.get(LOCATION)).toAbsolutePath().normalize();
    }
}
