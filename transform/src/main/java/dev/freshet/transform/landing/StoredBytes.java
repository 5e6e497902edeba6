package dev.freshet.transform.landing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A raw file as stored. A failure of the storage is an {@link UncheckedIOException} here, so that whoever decodes the
 * bytes can tell it from a fault in the file.
 */
final class StoredBytes extends FilterInputStream {
    private final String path;

    StoredBytes(String path, InputStream stored) {
        super(stored);
        this.path = path;
    }

    @Override
    public int read() {
        try {
            return super.read();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("Cannot read the raw file %s: %s (run again)".formatted(path, e.getMessage()),
                e);
    }
}
