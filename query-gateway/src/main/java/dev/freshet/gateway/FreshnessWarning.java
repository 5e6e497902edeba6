package dev.freshet.gateway;

import java.sql.SQLWarning;

/**
 * Reports through {@code Statement.getWarnings()} how a dataset was read. It is information, not a problem: a routed
 * statement carries one for each dataset.
 */
public final class FreshnessWarning extends SQLWarning {
    private static final long serialVersionUID = 1L;
    /** The SQLState of all warnings of the gateway: "warning". */
    static final String SQL_STATE = "01000";

    private final transient Route route;

    FreshnessWarning(Route route) {
        super(route.inWords(), SQL_STATE);
        this.route = route;
    }

    /** It is not thrown, so its stack says nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    public Route route() {
        return route;
    }
}
