package dev.freshet.transform.landing;

import dev.freshet.transform.checksum.ByteSearch;
import dev.freshet.transform.checksum.LinesChecksum;
import io.airlift.compress.MalformedInputException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a raw file as Trino's text reader sees them: ended by LF, CR or CRLF, with U+FFFD for bytes that are not
 * UTF-8, without a byte order mark at the file's start. Files named {@code .gz} or {@code .zst} are decompressed.
 */
public final class RawLines implements Closeable {
    /** The field separator of tail tables. It cannot occur in JSON text. */
    public static final char SEPARATOR = '\u0001';

    /** Trino's default limit, {@code hive.text.max-line-length}. */
    static final int LONGEST_LINE = 100 << 20;
    private static final int BUFFER = 1 << 16;

    private final String path;
    private final InputStream text;
    private final LinesChecksum checksum = new LinesChecksum();
    private byte[] buffer = new byte[BUFFER];
    private int filled;
    private int start;
    private int end;
    /** Where the line after the current one begins. */
    private int next;
    private boolean endsWithReturn;
    private long hash;

    private RawLines(String path, InputStream text) {
        this.path = path;
        this.text = text;
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
            return new RawLines(path, RawBytes.asTrinoReads(path, new StoredBytes(path, raw)));
        } catch (IOException | MalformedInputException e) {
            throw unreadable(path, e);
        }
    }

    /** The lines of an empty file. Trino reads one of any name. */
    static RawLines none(String path) {
        return new RawLines(path, InputStream.nullInputStream());
    }

    /** The next line, or {@code null} at the end. */
    public String next() {
        if (!advance()) {
            return null;
        }
        hash = checksum.add(buffer, start, end - start);
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }

    /** The hash of the line that {@link #next} returned, up to a separator: Trino's {@code xxhash64} of its bytes. */
    public long hash() {
        return hash;
    }

    /** The checksum of the lines that were read so far. */
    public LinesChecksum checksum() {
        return checksum;
    }

    /** Reads to the end. */
    void skipAll() {
        while (advance()) { // until the end
        }
    }

    /** Moves to the next line. Returns false at the end. */
    private boolean advance() {
        try {
            if (!hasNext()) {
                return false;
            }
            end = ByteSearch.lineEnd(buffer, next, filled);
            while (end == filled && fill()) {
                end = ByteSearch.lineEnd(buffer, end, filled);
            }
            if (end - next > LONGEST_LINE) {
                throw new IOException("a line is longer than 100 MB");
            }
            start = next;
            endsWithReturn = end < filled && buffer[end] == '\r';
            next = Math.min(end + 1, filled);
            return true;
        } catch (IOException | MalformedInputException e) {
            throw unreadable(path, e);
        }
    }

    private boolean hasNext() throws IOException {
        if (next == filled && !fill()) {
            return false;
        }
        if (endsWithReturn && buffer[next] == '\n') {
            next++;
        }
        return next < filled || fill();
    }

    /** Reads on after the bytes of a line that has not ended, which move to the start. Returns false at the end. */
    private boolean fill() throws IOException {
        int kept = filled - next;
        if (kept > LONGEST_LINE) {
            return false; // too long in any case
        }
        byte[] to = kept < buffer.length / 2 ? buffer : new byte[2 * buffer.length];
        System.arraycopy(buffer, next, to, 0, kept);
        buffer = to;
        end -= next;
        next = 0;
        int read = text.read(buffer, kept, buffer.length - kept);
        filled = kept + Math.max(read, 0);
        return read > 0;
    }

    @Override
    public void close() {
        try {
            text.close();
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
