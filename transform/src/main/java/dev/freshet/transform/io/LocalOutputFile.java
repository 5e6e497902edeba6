package dev.freshet.transform.io;

import java.nio.file.Path;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

record LocalOutputFile(String location, Path path) implements OutputFile {
    @Override
    public PositionOutputStream create() {
        return org.apache.iceberg.Files.localOutput(path.toFile()).create();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        return org.apache.iceberg.Files.localOutput(path.toFile()).createOrOverwrite();
    }

    @Override
    public InputFile toInputFile() {
        return new LocalInputFile(location, path);
    }
}
