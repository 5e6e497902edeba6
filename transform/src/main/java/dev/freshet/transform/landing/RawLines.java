package dev.freshet.transform.landing;

import dev.freshet.transform.bytes.ByteSearch;
import dev.freshet.transform.checksum.LinesChecksum;
import io.airlift.compress.MalformedInputException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * The lines of a raw file as Trino's text reader sees them: ended by LF, CR or CRLF, with U+FFFD for bytes that are not
 * UTF-8, without a byte order mark at the file's start. Files named {@code .gz} or {@code .zst} are decompressed.
 * <p>
 * {@link #next} returns a line as text. {@link #advance} leaves it in {@link #buffer}, from {@link #start} to
 * {@link #end}: a line feed or a carriage return follows, and {@link #SPARE} bytes more can be read.
 */
public final class RawLines implements Closeable {
    /** The field separator of tail tables. It cannot occur in JSON text. */
    public static final char SEPARATOR = '\u0001';

    /** Trino's default limit, {@code hive.text.max-line-length}. */
    static final int LONGEST_LINE = 100 << 20;
    /** Bytes behind the end of a line that can be read. */
    private static final int SPARE = 16;
    private static final int BUFFER = (1 << 16) + SPARE;

    private final String path;
    private final StoredBytes stored;
    private final InputStream text;
    private final LinesChecksum checksum = new LinesChecksum();
    private byte[] buffer = new byte[BUFFER];
    /** Where the buffer begins in the text. */
    private long offset;
    private int filled;
    private int start;
    private int end;
    /** Where the line after the current one begins. */
    private int next;
    private boolean endsWithReturn;
    private long hash;
    /** No line begins here or later. */
    private long limit = Long.MAX_VALUE;

    private RawLines(String path, StoredBytes stored, InputStream text) {
        this.path = path;
        this.stored = stored;
        this.text = text;
    }

    /**
     * Closes the input if this fails.
     *
     * @throws UnreadableFileException if it is not of the compression that its name says, or if its extension is that
     *         of another codec, which Trino would decompress, too
     */
    public static RawLines open(String path, InputStream raw) {
        return open(path, raw, false);
    }

    /** @param ahead whether another thread reads ahead */
    static RawLines open(String path, InputStream raw, boolean ahead) {
        try {
            requireKnownCodec(path);
            StoredBytes stored = new StoredBytes(path, raw);
            InputStream text = RawBytes.asTrinoReads(path, stored);
            return new RawLines(path, stored, ahead ? new ReadAhead(text) : text);
        } catch (IOException | MalformedInputException e) {
            throw closed(raw, unreadable(path, e));
        } catch (RuntimeException e) {
            throw closed(raw, e);
        }
    }

    /** The lines that begin in a range of a file that is not compressed. Closes the input if this fails. */
    static RawLines open(FileRange range, SeekableInputStream raw) {
        String path = range.file().path();
        InputStream input = raw;
        try {
            requireKnownCodec(path);
            // the line before the range may end where the range begins
            raw.seek(Math.max(0, range.from() - 1));
            StoredBytes stored = new StoredBytes(path, raw);
            input = range.isSlow() ? new ReadAhead(stored) : stored;
            RawLines lines = new RawLines(path, stored, input);
            lines.begin(range);
            return lines;
        } catch (IOException | MalformedInputException e) {
            throw closed(input, unreadable(path, e));
        } catch (RuntimeException e) {
            throw closed(input, e);
        }
    }

    private static RuntimeException closed(InputStream input, RuntimeException failure) {
        try {
            input.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private void begin(FileRange range) throws IOException {
        if (range.from() == 0) {
            skipMark();
        } else {
            offset = range.from() - 1;
            move();
        }
        limit = range.to();
    }

    private void skipMark() throws IOException {
        while (filled < RawBytes.BYTE_ORDER_MARK.length && fill()) { // until there is enough
        }
        if (filled >= RawBytes.BYTE_ORDER_MARK.length && Arrays.equals(buffer, 0, RawBytes.BYTE_ORDER_MARK.length,
                RawBytes.BYTE_ORDER_MARK, 0, RawBytes.BYTE_ORDER_MARK.length)) {
            next = RawBytes.BYTE_ORDER_MARK.length;
        }
    }

    static void requireKnownCodec(String path) {
        if (RawBytes.hasOtherCodec(path)) {
            throw new UnreadableFileException(path,
                    "its compression is not supported; land it plain, as .gz or as .zst", null);
        }
    }

    /** The lines of an empty file. Trino reads one of any name. */
    static RawLines none(String path) {
        StoredBytes stored = new StoredBytes(path, InputStream.nullInputStream());
        return new RawLines(path, stored, stored);
    }

    /** The next line, or {@code null} at the end. */
    public String next() {
        return advance() ? text() : null;
    }

    /** Moves to the next line. Returns false at the end. */
    public boolean advance() {
        if (!move()) {
            return false;
        }
        hash = checksum.add(buffer, start, end - start);
        return true;
    }

    /** The current line. */
    public String text() {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }

    /** Has the bytes of the current line, until the next call of {@link #advance}. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the current line begins. */
    public int start() {
        return start;
    }

    /** Where the current line ends, exclusive. */
    public int end() {
        return end;
    }

    /** Where the current line begins in the file's text, which is decompressed and without a byte order mark. */
    public long position() {
        return offset + start;
    }

    /** The hash of the current line, up to a separator: Trino's {@code xxhash64} of its bytes. */
    public long hash() {
        return hash;
    }

    /** How many bytes of the file were read so far, compressed or not. */
    public long storedBytes() {
        return stored.count();
    }

    /** The checksum of the lines that were read so far. */
    public LinesChecksum checksum() {
        return checksum;
    }

    /** Reads to the end. */
    void skipAll() {
        while (move()) { // until the end
        }
    }

    private boolean move() {
        try {
            if (!hasNext() || offset + next >= limit) {
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
        offset += next;
        next = 0;
        int read = text.read(buffer, kept, buffer.length - SPARE - kept);
        filled = kept + Math.max(read, 0);
        buffer[filled] = '\n';
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

    static UnreadableFileException unreadable(String path, Exception e) {
        boolean isCut = e instanceof EOFException || "Not enough input bytes".equals(e.getMessage());
        return new UnreadableFileException(path, isCut ? "it ends too early"
                : e.getMessage().replaceFirst(": offset=\\d+$", ""), e);
    }
}
