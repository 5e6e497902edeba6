package dev.freshet.lakehouse;

import dev.freshet.lakehouse.io.LocalFileIO;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;

/** @param directory of {@code local:///} */
record Disk(Path directory) implements Storage {
    @Override
    public String root() {
        return "local://";
    }

    @Override
    public String settings() {
        return "disk.properties";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("FRESHET_STORAGE", root(), "FRESHET_LAKEHOUSE_DIR", directory.toString());
    }

    @Override
    public Map<String, String> fileIo() {
        return Map.of(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName(), LocalFileIO.LOCATION,
                directory.toString());
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of();
    }
}
