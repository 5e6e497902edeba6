package dev.freshet.transform.landing;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The text of a raw file as bytes. The file's name decides the compression: {@code .gz}, {@code .zst} or none. */
public final class RawBytes {
    private static final int BUFFER = 1 << 16;
    /** How many bytes tell a compression. */
    static final int START = 4;
    private static final byte[] GZIP = {(byte) 0x1f, (byte) 0x8b};
    private static final byte[] ZSTD = {(byte) 0x28, (byte) 0xb5, (byte) 0x2f, (byte) 0xfd};
    static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final Pattern OTHER_CODEC = Pattern.compile("\\.(?:bz2|deflate|lz4|lzo|lzo_deflate|snappy)$");

    private RawBytes() {}

    /**
     * Decompresses a file, and skips a byte order mark at its start.
     *
     * @throws IllegalArgumentException if the file's name has the extension of another codec
     */
    public static InputStream decompressed(String path, InputStream raw) throws IOException {
        return path.endsWith(".zst") ? withoutMark(new ZstdInputStream(raw)) : asTrinoReads(path, raw);
    }

    /** The same, but fails where Trino would: it accepts no Zstandard window of more than 8 MB. */
    static InputStream asTrinoReads(String path, InputStream raw) throws IOException {
        return withoutMark(withMark(path, raw));
    }

    /** The same with a byte order mark at its start, if it has one. */
    static InputStream withMark(String path, InputStream raw) throws IOException {
        if (hasOtherCodec(path)) {
            throw new IllegalArgumentException(
                    "Cannot read the raw file %s: its compression is not supported (land it plain, as .gz or as .zst)"
                            .formatted(path));
        }
        InputStream bytes = new BufferedInputStream(raw, BUFFER);
        if (path.endsWith(".gz")) {
            bytes = new GZIPInputStream(bytes, BUFFER);
        } else if (path.endsWith(".zst")) {
            bytes = new io.airlift.compress.zstd.ZstdInputStream(bytes);
        }
        return bytes;
    }

    private static InputStream withoutMark(InputStream bytes) throws IOException {
        PushbackInputStream text = new PushbackInputStream(bytes, BYTE_ORDER_MARK.length);
        byte[] start = text.readNBytes(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
            text.unread(start);
        }
        return text;
    }

    /**
     * The text, if it can be UTF-8. JSON parsers would detect other encodings, which no route does.
     *
     * @throws CharConversionException saying what it is instead
     */
    static InputStream utf8(InputStream text) throws IOException {
        PushbackInputStream checked = new PushbackInputStream(text, START);
        byte[] start = checked.readNBytes(START);
        checked.unread(start);
        if (isCompressed(start)) {
            throw new CharConversionException("it is compressed, but its name does not end in .gz or .zst");
        }
        if (start.length >= 2) {
            int first = (start[0] & 0xff) << 8 | start[1] & 0xff;
            if (first == 0xfeff || first == 0xfffe || start[0] == 0 || start[1] == 0) {
                throw new CharConversionException("it is UTF-16 or UTF-32 (convert it: iconv -f UTF-16 -t UTF-8)");
            }
        }
        return checked;
    }

    /** Compresses as the path's name says. */
    static OutputStream compressed(String path, OutputStream raw) throws IOException {
        OutputStream bytes = new BufferedOutputStream(raw, BUFFER);
        return path.endsWith(".gz") ? new GZIPOutputStream(bytes, BUFFER)
                : path.endsWith(".zst") ? new ZstdOutputStream(bytes) : bytes;
    }

    /** @param start the first {@link #START} bytes of a file */
    static boolean isCompressed(byte[] start) {
        return Arrays.equals(start, ZSTD) || start.length >= 2 && Arrays.equals(start, 0, 2, GZIP, 0, 2);
    }

    static boolean isCompressed(String path) {
        return path.endsWith(".gz") || path.endsWith(".zst");
    }

    /** Whether the name's extension is that of a compression that the batch does not read. */
    public static boolean hasOtherCodec(String path) {
        return OTHER_CODEC.matcher(path).find();
    }
}
