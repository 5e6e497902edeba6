package dev.freshet.transform.landing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails at a line that is longer than Trino's default limit, {@code hive.text.max-line-length}. */
final class LineLimit extends FilterInputStream {
    static final long BYTES = 100L << 20;

    private long line;

    LineLimit(InputStream text) {
        super(text);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            count((byte) read);
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        for (int i = offset; i < offset + read; i++) {
            count(bytes[i]);
        }
        return read;
    }

    private void count(byte read) throws IOException {
        line = read == '\n' || read == '\r' ? 0 : line + 1;
        if (line > BYTES) {
            throw new IOException("a line is longer than 100 MB");
        }
    }
}
