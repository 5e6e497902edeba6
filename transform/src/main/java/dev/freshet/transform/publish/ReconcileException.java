package dev.freshet.transform.publish;

/** A landing day differs between tail and history. The views are unchanged; the message names day and figures. */
public class ReconcileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ReconcileException(String message) {
        super(message);
    }
}
