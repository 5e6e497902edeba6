package dev.freshet.cli.demo;

/** The demo cannot go on: a query failed, or an answer is wrong. */
public final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
