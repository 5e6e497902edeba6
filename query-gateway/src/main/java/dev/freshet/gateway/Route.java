package dev.freshet.gateway;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How one statement read one dataset.
 *
 * @param dataset {@code catalog.schema.dataset}
 * @param view the view that was read
 * @param reason why this view was read, in words
 * @param dataAsOf the answer holds all that had landed by then. For the live view it is the time at which the statement
 *        was sent, or the end of the tail if that has passed
 * @param warning what is wrong with the live view's tail: it ends soon, or it has ended
 */
public record Route(String dataset, View view, String reason, Instant dataAsOf, Optional<String> warning) {
    public Route {
        Objects.requireNonNull(dataset, "dataset is null");
        Objects.requireNonNull(view, "view is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(dataAsOf, "dataAsOf is null");
        Objects.requireNonNull(warning, "warning is null");
    }

    /** A route without a warning. */
    Route(String dataset, View view, String reason, Instant dataAsOf) {
        this(dataset, view, reason, dataAsOf, Optional.empty());
    }

    /** One of the two views of a dataset. */
    public enum View {
        /** History and tail. */
        LIVE("live"),
        /** History alone. */
        T_1("t-1");

        private final String text;

        View(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
