package dev.freshet.gateway;

import java.util.List;

/**
 * Implemented by every statement of a Freshet connection: {@code statement.unwrap(FreshetStatement.class).routes()}.
 */
public interface FreshetStatement {
    /**
     * How the last execution read each dataset. Empty if it read none, or if the gateway could not tell, which a
     * warning then says.
     */
    List<Route> routes();
}
