package dev.freshet.transform.landing;

/** A raw file that is there but cannot be read to its end, because of what is in it. */
public final class UnreadableFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final String reason;

    UnreadableFileException(String path, String reason, Throwable cause) {
        super("Cannot read the raw file %s: %s (move it out of the landing zone, or land it again whole)".formatted(
                path, reason), cause);
        this.path = path;
        this.reason = reason;
    }

    public String path() {
        return path;
    }

    public String reason() {
        return reason;
    }
}
