package dev.freshet.gateway.http;

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
final class SegmentUris extends ChangedPage {
    private static final Pattern DATA = Pattern.compile("\"data\":\\s*([^\\s])");

    private final Pattern links;
    private final String own;
    private final int longest;
    /** What has been read and may be the beginning of a key; one {@code char} for a byte. */
    private String kept = "";
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
        super(page);
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
    byte[] changed(byte[] next) {
        return state == State.NO_SEGMENTS ? next : replaced(next).getBytes(StandardCharsets.ISO_8859_1);
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
}
