package dev.freshet.transform.landing;

import io.airlift.compress.MalformedInputException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a raw file as Trino's text reader sees them: ended by LF, CR or CRLF, with U+FFFD for bytes that are not
 * UTF-8, without a byte order mark at the file's start. Files named {@code .gz} or {@code .zst} are decompressed.
 */
public final class RawLines implements Closeable {
    /** The field separator of tail tables. It cannot occur in JSON text. */
    public static final char SEPARATOR = '\u0001';

    private static final long SKIP = 1 << 20;

    private final String path;
    private final BufferedReader reader;

    private RawLines(String path, BufferedReader reader) {
        this.path = path;
        this.reader = reader;
    }

    /**
     * @throws UnreadableFileException if it is not of the compression that its name says, or if its extension is that
     *         of another codec, which Trino would decompress, too
     */
    public static RawLines open(String path, InputStream raw) {
        if (RawBytes.hasOtherCodec(path)) {
            throw new UnreadableFileException(path,
                    "its compression is not supported; land it plain, as .gz or as .zst", null);
        }
        try {
            InputStream bytes = new LineLimit(RawBytes.asTrinoReads(path, new StoredBytes(path, raw)));
            return new RawLines(path,
                    new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16));
        } catch (IOException | MalformedInputException e) {
            throw unreadable(path, e);
        }
    }

    /** The lines of an empty file. Trino reads one of any name. */
    static RawLines none(String path) {
        return new RawLines(path, new BufferedReader(Reader.nullReader()));
    }

    /** The next line, or {@code null} at the end. */
    public String next() {
        try {
            return reader.readLine();
        } catch (IOException | MalformedInputException e) {
            throw unreadable(path, e);
        }
    }

    /** Reads to the end. */
    void skipAll() {
        try {
            while (reader.skip(SKIP) > 0) { // until the end
            }
        } catch (IOException | MalformedInputException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the raw file %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static UnreadableFileException unreadable(String path, Exception e) {
        boolean isCut = e instanceof EOFException || "Not enough input bytes".equals(e.getMessage());
        return new UnreadableFileException(path, isCut ? "it ends too early"
                : e.getMessage().replaceFirst(": offset=\\d+$", ""), e);
    }
}
