package dev.freshet.gateway;

import java.util.List;

/**
 * Implemented by every statement of a Freshet connection: {@code statement.unwrap(FreshetStatement.class).routes()}.
 */
public interface FreshetStatement {
    /**
     * How the last execution read each dataset. Empty if it read none. Also empty, with a warning, if the gateway could
     * not find out.
     */
    List<Route> routes();
}
