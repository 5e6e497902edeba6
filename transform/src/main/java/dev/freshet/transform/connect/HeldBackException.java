package dev.freshet.transform.connect;

/**
 * A dataset has kept its boundary, because another one of its group could not move with it. Its days are ingested, so
 * the next run only has to cut over. The cause is the other one's failure; if there is none, it was not in the run.
 */
public final class HeldBackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public HeldBackException(String message, Throwable cause) {
        super(message, cause);
    }
}
