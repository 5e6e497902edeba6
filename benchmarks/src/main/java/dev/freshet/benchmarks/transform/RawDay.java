package dev.freshet.benchmarks.transform;

import dev.freshet.core.LandingPartition;
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
record RawDay(Path root, DatasetSpec spec) {
    static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    private static final String LOCAL = "local:///";
    private static final String SPEC = "spec.yaml";

    /** Makes the directory of a day without files. */
    static RawDay create(Path root, String spec) throws IOException {
        Files.createDirectories(root);
        Files.writeString(root.resolve(SPEC), spec);
        RawDay day = open(root);
        Files.createDirectories(day.directory());
        return day;
    }

    /** What another process has made. */
    static RawDay open(Path root) throws IOException {
        return new RawDay(root, SpecReader.parse(SPEC, Files.readString(root.resolve(SPEC))));
    }

    Path directory() {
        return root.resolve(spec.landing().directory(DAY).substring(LOCAL.length()));
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
}
