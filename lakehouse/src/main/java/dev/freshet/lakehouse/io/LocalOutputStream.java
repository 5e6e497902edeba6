package dev.freshet.lakehouse.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * Writes a file under a hidden name, and gives it its own name at the end. A file that could not be written is gone.
 */
final class LocalOutputStream extends PositionOutputStream {
    private final Path path;
    private final Path hidden;
    private final OutputStream out;
    private long position;
    private boolean complete = true;
    private boolean closed;

    LocalOutputStream(Path path) throws IOException {
        this.path = path;
        this.hidden = path.resolveSibling("." + UUID.randomUUID());
        this.out = new BufferedOutputStream(Files.newOutputStream(hidden));
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        complete = false;
        out.write(bytes, offset, length);
        position += length;
        complete = true;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
            if (complete) {
                Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(hidden);
        }
    }
}
