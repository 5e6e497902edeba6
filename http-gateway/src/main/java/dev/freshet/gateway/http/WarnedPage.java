package dev.freshet.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A page of results with one more warning, the first. Trino writes {@code warnings} after the rows, so it looks at each
 * byte. All pages of a query need it: Trino's command line expects that warnings never become fewer.
 */
final class WarnedPage extends InputStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Clients show a code once. Trino's own codes are smaller. */
    private static final int CODE = 0x7E00_0001;
    private static final String NAME = "LIVE_VIEW_FAILED";
    private static final String KEY = "warnings";

    private final InputStream page;
    private final byte[] warning;
    private final StringBuilder key = new StringBuilder();
    private InputStream ready = InputStream.nullInputStream();
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean inserted;

    WarnedPage(InputStream page, String message) throws IOException {
        this.page = page;
        this.warning = JSON.writeValueAsBytes(
                Map.of("warningCode", Map.of("code", CODE, "name", NAME), "message", message));
    }

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
            if (next.length == 0) {
                return -1;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(next.length + warning.length + 1);
            for (byte each : next) {
                copy(each, out);
            }
            ready = new ByteArrayInputStream(out.toByteArray());
            read = ready.read(bytes, offset, length);
        }
        return read;
    }

    private void copy(byte each, ByteArrayOutputStream out) {
        if (inserted && each > ' ') {
            inserted = false;
            if (each != ']') {
                out.write(',');
            }
        }
        out.write(each);
        if (inString) {
            inString = escaped || each != '"';
            escaped = !escaped && each == '\\';
            if (inString && depth == 1 && key.length() <= KEY.length()) {
                key.append((char) each);
            }
        } else if (each == '"') {
            inString = true;
            if (depth == 1) {
                key.setLength(0);
            }
        } else if (each == '{' || each == '[') {
            depth++;
            if (each == '[' && depth == 2 && KEY.contentEquals(key)) {
                out.writeBytes(warning);
                inserted = true;
            }
        } else if (each == '}' || each == ']') {
            depth--;
        }
    }

    @Override
    public void close() throws IOException {
        page.close();
    }
}
