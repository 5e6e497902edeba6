package dev.freshet.gateway.http;

import dev.freshet.gateway.Route;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Is told what the endpoint does, by many threads at once. */
public interface Observer {
    /** Ignores it. */
    Observer NONE = new Observer() {
    };

    /** What became of a posted statement. */
    enum Outcome {
        /** It went to Trino, through the views that its routes name. */
        ROUTED,
        /** It went to Trino, and reads no dataset, or the gateway cannot tell. */
        UNCHANGED,
        /** It did not go to Trino. */
        REFUSED
    }

    /**
     * A posted statement.
     *
     * @param firstAnswer from the request to Trino's first answer; empty if there was none
     */
    record Posted(Outcome outcome, List<Route> routes, Optional<Duration> firstAnswer) {
        /**
         * One word: {@code live}, {@code ingested} or {@code t-1}, the freshest one if it read several datasets, or
         * {@code unchanged}, or {@code refused}.
         */
        public String route() {
            return outcome != Outcome.ROUTED ? outcome.name().toLowerCase(Locale.ROOT)
                    : routes.stream().map(Route::view).min(Comparator.naturalOrder()).orElseThrow().toString();
        }
    }

    /**
     * A request, when all has been said.
     *
     * @param user by {@code X-Trino-User}, or of HTTP's basic authentication. Trino may have refused that user
     * @param path without what is secret in it, and without a query
     * @param bytes of the answer's body
     * @param whole whether the client got the whole answer
     * @param statement empty for all requests but those that post one
     */
    record Answered(Instant at, InetAddress client, Optional<String> user, String method, String path, int status,
            long bytes, Duration took, boolean whole, Optional<Posted> statement) {}

    default void answered(Answered request) {}

    /** A look-up of a view's text in Trino has ended. */
    default void lookedUp(Duration took, boolean succeeded) {}

    /** A live query has failed or exceeded a limit, and Trino has accepted it once more, to T-1. */
    default void fellBack() {}

    /** Tells both. */
    default Observer and(Observer other) {
        Observer first = this;
        return new Observer() {
            @Override
            public void answered(Answered request) {
                first.answered(request);
                other.answered(request);
            }

            @Override
            public void lookedUp(Duration took, boolean succeeded) {
                first.lookedUp(took, succeeded);
                other.lookedUp(took, succeeded);
            }

            @Override
            public void fellBack() {
                first.fellBack();
                other.fellBack();
            }
        };
    }
}
