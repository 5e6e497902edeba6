package dev.freshet.transform.protocol;

/** A statement that Trino answers with a failure. */
final class QueryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueryFailure(String message) {
        super(message);
    }
}
