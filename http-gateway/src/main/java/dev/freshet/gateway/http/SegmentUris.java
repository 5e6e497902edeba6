package dev.freshet.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of results in which the links of spooled segments name the endpoint instead of the coordinator. Only
 * {@code data} that is an object has segments, as rows are an array. Within strings JSON escapes quotes, so these keys
 * are found without reading the rest.
 */
final class SegmentUris extends InputStream {
    private static final Pattern DATA = Pattern.compile("\"data\":\\s*([^\\s])");

    private final InputStream page;
    private final Pattern links;
    private final String own;
    private final int longest;
    /** What has been read and may be the beginning of a key; one {@code char} for a byte. */
    private String kept = "";
    private InputStream ready = InputStream.nullInputStream();
    private State state = State.BEFORE_DATA;

    private enum State {
        BEFORE_DATA,
        SEGMENTS,
        NO_SEGMENTS
    }

    /**
     * @param uris what to replace by what
     */
    SegmentUris(InputStream page, OwnUris uris) {
        this.page = page;
        this.links = Pattern.compile("(\"(?:uri|ackUri)\":\\s?\")(?:"
                + uris.theirs().stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")/");
        this.own = uris.own();
        this.longest = 16 + uris.theirs().stream().mapToInt(String::length).max().orElseThrow();
    }

    /** Whether a page that begins like this may have such links. */
    static boolean mayBeIn(byte[] beginning) {
        Matcher data = DATA.matcher(new String(beginning, StandardCharsets.ISO_8859_1));
        return data.find() ? data.group(1).equals("{") : beginning.length == OwnUris.BEGINNING;
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
            if (state == State.NO_SEGMENTS) {
                return page.read(bytes, offset, length);
            }
            byte[] next = page.readNBytes(OwnUris.BEGINNING);
            if (next.length == 0 && kept.isEmpty()) {
                return -1;
            }
            ready = new ByteArrayInputStream(replaced(next).getBytes(StandardCharsets.ISO_8859_1));
            read = ready.read(bytes, offset, length);
        }
        return read;
    }

    /** @param next bytes of the page; none at its end */
    private String replaced(byte[] next) {
        String text = kept + new String(next, StandardCharsets.ISO_8859_1);
        int end = next.length == 0 ? text.length() : Math.max(0, text.length() - longest);
        StringBuilder result = new StringBuilder(text.length());
        int done = 0;
        if (state == State.BEFORE_DATA) {
            Matcher data = DATA.matcher(text);
            if (data.find()) {
                state = data.group(1).equals("{") ? State.SEGMENTS : State.NO_SEGMENTS;
                done = data.end();
                result.append(text, 0, done);
            }
        }
        if (state == State.SEGMENTS) {
            Matcher link = links.matcher(text);
            for (boolean found = link.find(done); found; found = link.find()) {
                result.append(text, done, link.start()).append(link.group(1)).append(own).append('/');
                done = link.end();
            }
        }
        if (state == State.NO_SEGMENTS) {
            end = text.length();
        }
        end = Math.max(done, end);
        result.append(text, done, end);
        kept = text.substring(end);
        return result.toString();
    }

    @Override
    public void close() throws IOException {
        page.close();
    }
}
