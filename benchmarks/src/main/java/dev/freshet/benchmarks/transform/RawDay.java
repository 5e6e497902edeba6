package dev.freshet.benchmarks.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.Directories;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The raw files of one landing day in a local directory, with the spec that reads them.
 *
 * @param root the directory of {@code local:///}
 */
record RawDay(Path root, Path specFile, DatasetSpec spec) {
    static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    static final LandingPartition BEFORE = DAY.plus(-1);
    private static final String LOCAL = "local:///";

    /** Makes the directory of a day without files. */
    static RawDay create(Path root, String dataset, String spec) throws IOException {
        RawDay day = open(root, Files.writeString(root.resolve(dataset + ".yaml"), spec));
        Files.createDirectories(day.directory());
        return day;
    }

    /** What another process has made. */
    static RawDay open(Path root, Path specFile) throws IOException {
        return new RawDay(root, specFile,
                SpecReader.parse(specFile.getFileName().toString(), Files.readString(specFile)));
    }

    /** The same files as another dataset. */
    RawDay as(String dataset, String furtherKeys) throws IOException {
        RawDay other = create(root, dataset, Files.readString(specFile)
                .replace("dataset: " + spec.name(), "dataset: " + dataset)
                .replace(spec.landing().root(), LOCAL + "landing/" + dataset) + furtherKeys);
        for (Path file : files()) {
            Files.createLink(other.directory().resolve(file.getFileName()), file);
        }
        return other;
    }

    Path directory() {
        return directory(DAY);
    }

    private Path directory(LandingPartition day) {
        return local(spec.landing().directory(day));
    }

    /** Lets the first file land on the day before, too. */
    void landBefore() throws IOException {
        Path file = files().get(0);
        Files.createLink(Files.createDirectories(directory(BEFORE)).resolve(file.getFileName()), file);
    }

    private Path local(String location) {
        return root.resolve(location.substring(LOCAL.length()));
    }

    /** In the order of their names. */
    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.sorted().toList();
        }
    }

    /** Reads and writes below the root. */
    LocalFileIO io() {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, root.toString()));
        return io;
    }

    void delete() throws IOException {
        Directories.delete(local(spec.landing().root()));
        Files.delete(specFile);
    }
}
