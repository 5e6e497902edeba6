package dev.freshet.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A page of results with one more warning, the first. Trino writes {@code warnings} after the rows, so it looks at each
 * byte. All pages of a query need it: Trino's command line expects that warnings never become fewer.
 */
final class WarnedPage extends ChangedPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Clients show a code once. Trino's own codes are smaller. */
    private static final int CODE = 0x7E00_0001;
    private static final String NAME = "LIVE_VIEW_FAILED";
    private static final String KEY = "warnings";

    private final byte[] warning;
    private final StringBuilder key = new StringBuilder();
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean inserted;

    WarnedPage(InputStream page, String message) throws IOException {
        super(page);
        this.warning = JSON.writeValueAsBytes(
                Map.of("warningCode", Map.of("code", CODE, "name", NAME), "message", message));
    }

    @Override
    byte[] changed(byte[] next) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(next.length + warning.length + 1);
        for (byte each : next) {
            copy(each, out);
        }
        return out.toByteArray();
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
}
