package dev.freshet.lakehouse.io;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

record LocalInputFile(String location, Path path) implements InputFile {
    @Override
    public long getLength() {
        return existing().getLength();
    }

    @Override
    public SeekableInputStream newStream() {
        return existing().newStream();
    }

    @Override
    public boolean exists() {
        return Files.isRegularFile(path);
    }

    private InputFile existing() {
        if (!exists()) {
            throw new NotFoundException("File does not exist: %s (%s)", location, path);
        }
        return org.apache.iceberg.Files.localInput(path.toFile());
    }
}
