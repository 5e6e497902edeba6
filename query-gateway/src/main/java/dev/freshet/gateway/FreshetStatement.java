package dev.freshet.gateway;

import java.util.List;

/** Every statement of a Freshet connection: {@code statement.unwrap(FreshetStatement.class).routes()}. */
public interface FreshetStatement {
    /**
     * How the last execution read each dataset. Empty if it read none, if {@code live} was asked for in so many words
     * (then nothing is looked up), or if the SQL went through untouched.
     */
    List<Route> routes();
}
