package dev.freshet.transform.landing;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a raw file as Trino's text reader sees them: ended by LF, CR or CRLF, with U+FFFD for bytes that are not
 * UTF-8, without a byte order mark at the file's start. Files named {@code .gz} or {@code .zst} are decompressed.
 */
public final class RawLines implements Closeable {
    /** The field separator of tail tables. It cannot occur in JSON text. */
    public static final char SEPARATOR = '\u0001';

    private final String path;
    private final BufferedReader reader;

    private RawLines(String path, BufferedReader reader) {
        this.path = path;
        this.reader = reader;
    }

    /**
     * @throws IllegalArgumentException if the file's name has the extension of another codec, which Trino would
     *         decompress, too
     */
    public static RawLines open(String path, InputStream raw) {
        try {
            InputStream bytes = RawBytes.decompressed(path, raw);
            return new RawLines(path,
                    new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The next line, or {@code null} at the end. */
    public String next() {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static UncheckedIOException unreadable(String path, IOException e) {
        return new UncheckedIOException("Cannot read the raw file " + path + ": " + e.getMessage()
                + " (move it out of the landing zone, or land it again whole)", e);
    }
}
