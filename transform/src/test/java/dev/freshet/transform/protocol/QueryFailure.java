package dev.freshet.transform.protocol;

/** A statement fails on Trino. */
final class QueryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueryFailure(String message) {
        super(message);
    }
}
