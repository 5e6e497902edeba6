package dev.freshet.benchmarks.transform;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The JSON of a raw file, which its name says how to decompress. */
final class RawFileStream {
    private static final int BUFFER = 1 << 16;

    private RawFileStream() {}

    static InputStream open(Path file) throws IOException {
        InputStream stored = Files.newInputStream(file);
        String name = file.toString();
        return name.endsWith(".gz") ? new GZIPInputStream(stored, BUFFER)
                : name.endsWith(".zst") ? new ZstdInputStream(stored) : stored;
    }
}
