package dev.freshet.cli.http;

import java.nio.charset.StandardCharsets;

/**
 * The answer to a request.
 *
 * @param type the content type
 */
public record Reply(int status, String type, byte[] body) {
    /** What Prometheus asks for; to all others it is plain text. */
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    public static Reply text(int status, String text) {
        return new Reply(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
}
