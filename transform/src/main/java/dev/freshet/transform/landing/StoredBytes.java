package dev.freshet.transform.landing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The stored bytes of a raw file. If the storage fails, this throws {@link UncheckedIOException}. If the file itself is
 * broken, the decompressor throws {@link IOException}.
 */
final class StoredBytes extends FilterInputStream {
    private final String path;
    /** One thread reads, another may ask. */
    private volatile long count;

    StoredBytes(String path, InputStream stored) {
        super(stored);
        this.path = path;
    }

    @Override
    public int read() {
        try {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        try {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** How many bytes were read. */
    long count() {
        return count;
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("Cannot read the raw file %s: %s (run again)".formatted(path, e.getMessage()),
                e);
    }
}
