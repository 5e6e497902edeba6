package dev.freshet.gateway.http;

import java.sql.SQLException;

/** A failed look-up of a name, with Trino's error if there is one. */
final class LookUpException extends SQLException {
    private static final long serialVersionUID = 1L;
    /** "Invalid authorization specification". */
    static final String UNAUTHORIZED = "28000";

    private final String errorName;
    private final String errorType;

    LookUpException(String message, int errorCode, String errorName, String errorType) {
        super(message, "", errorCode);
        this.errorName = errorName;
        this.errorType = errorType;
    }

    LookUpException(String message, String sqlState, Throwable cause) {
        super(message, sqlState, 65_536, cause);
        this.errorName = "GENERIC_INTERNAL_ERROR";
        this.errorType = "INTERNAL_ERROR";
    }

    String errorName() {
        return errorName;
    }

    String errorType() {
        return errorType;
    }
}
