package dev.freshet.transform.connect;

/**
 * A dataset keeps its boundary because another dataset of its group cannot move with it. Its days are ingested, so the
 * next run only has to cut over. The cause is the other dataset's failure; there is no cause if the run left it out.
 */
public final class HeldBackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public HeldBackException(String message, Throwable cause) {
        super(message, cause);
    }
}
