package dev.freshet.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A page of results that changes while it is read, piece by piece. */
abstract class ChangedPage extends InputStream {
    private final InputStream page;
    private InputStream ready = InputStream.nullInputStream();

    ChangedPage(InputStream page) {
        this.page = page;
    }

    /**
     * @param next bytes of the page; none at its end
     * @return what the client gets instead; it may come with a later piece
     */
    abstract byte[] changed(byte[] next);

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0; // at its end, a stream of bytes says -1
        }
        int read = ready.read(bytes, offset, length);
        while (read < 0) {
            byte[] next = page.readNBytes(OwnUris.BEGINNING);
            byte[] changed = changed(next);
            if (next.length == 0 && changed.length == 0) {
                return -1;
            }
            ready = new ByteArrayInputStream(changed);
            read = ready.read(bytes, offset, length);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        page.close();
    }
}
