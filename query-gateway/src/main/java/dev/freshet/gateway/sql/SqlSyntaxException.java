package dev.freshet.gateway.sql;

/** The text is not a statement that this version of Trino's grammar knows. */
public final class SqlSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SqlSyntaxException(String message) {
        super(message);
    }
}
