package dev.freshet.lakehouse.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

record LocalOutputFile(String location, Path path) implements OutputFile {
    @Override
    public PositionOutputStream create() {
        makeDirectory();
        return org.apache.iceberg.Files.localOutput(path.toFile()).create();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        makeDirectory();
        return org.apache.iceberg.Files.localOutput(path.toFile()).createOrOverwrite();
    }

    /** Iceberg's own code fails if another process creates the same directory at the same time. */
    private void makeDirectory() {
        try {
            Files.createDirectories(path.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to make the directory of %s: %s".formatted(location, e), e);
        }
    }

    @Override
    public InputFile toInputFile() {
        return new LocalInputFile(location, path);
    }
}
