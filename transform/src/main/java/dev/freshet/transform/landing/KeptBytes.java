package dev.freshet.transform.landing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Keeps the bytes that a parser has read from some offset on, so that a value's text can be copied. */
final class KeptBytes extends FilterInputStream {
    private byte[] kept = new byte[1 << 14];
    private int size;
    /** Offset in the stream of the first kept byte. */
    private long start;
    private long from;

    KeptBytes(InputStream in) {
        super(in);
    }

    /** Lets go of all bytes before this offset, of which there may be none yet. */
    void keepFrom(long offset) {
        from = offset;
    }

    /** @param end exclusive */
    byte[] range(long begin, long end) {
        return Arrays.copyOfRange(kept, (int) (begin - start), (int) (end - start));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            letGo();
            if (size > RawValues.LONGEST) {
                throw new IOException("a record is longer than " + RawValues.LONGEST
                        + " bytes, the longest line that Trino reads");
            }
            if (size + read > kept.length) {
                kept = Arrays.copyOf(kept, Math.max(size + read, 2 * kept.length));
            }
            System.arraycopy(buffer, offset, kept, size, read);
            size += read;
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private void letGo() {
        int gone = (int) Math.min(size, Math.max(0, from - start));
        if (gone > 0) {
            System.arraycopy(kept, gone, kept, 0, size - gone);
            size -= gone;
            start += gone;
        }
    }
}
