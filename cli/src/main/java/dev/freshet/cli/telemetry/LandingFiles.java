package dev.freshet.cli.telemetry;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.Landing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.FileIO;

/**
 * Lands files as a landing zone requires: written once, and visible only when complete. Object storage shows an object
 * once it is complete, and so does the local lakehouse's {@code FileIO}.
 */
public final class LandingFiles {
    private final Landing landing;
    private final FileIO io;

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    public LandingFiles(DatasetSpec spec, FileIO io) {
        this.landing = spec.landing();
        this.io = io;
    }

    /**
     * Lands one file, compressed if its name ends in {@code .gz}.
     *
     * @return its location. It is visible now.
     * @throws AlreadyExistsException if a file of that name has landed
     * @throws IOException if {@code content} fails. Then nothing has landed.
     */
    public String land(LandingPartition partition, String name, Content content) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        write(name, content, whole);
        String location = landing.directory(partition) + "/" + name;
        try (OutputStream out = io.newOutputFile(location).create()) {
            whole.writeTo(out);
        }
        return location;
    }

    private static void write(String name, Content content, OutputStream out) throws IOException {
        if (!name.endsWith(".gz")) {
            content.writeTo(out);
            return;
        }
        try (GZIPOutputStream compressed = new GZIPOutputStream(out)) {
            content.writeTo(compressed);
        }
    }
}
