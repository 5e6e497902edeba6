package dev.freshet.gateway;

import dev.freshet.core.Ingested;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.gateway.sql.QualifiedName;
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

    /** {@code lakehouse.telemetry.backups is read t-1, data as of 2026-11-24T00:00:00Z: ...}. */
    public String inWords() {
        return "%s is read %s, data as of %s: %s".formatted(dataset, view, dataAsOf, reason);
    }

    /** One of the views of a dataset. */
    public enum View {
        /** History, hot table and tail. */
        LIVE("live", "", Publication.LIVE_VIEW),
        /** History and hot table. */
        INGESTED("ingested", Names.INGESTED_SUFFIX, Ingested.VIEW),
        /** History alone. */
        T_1("t-1", Names.T1_SUFFIX, Publication.T1_VIEW);

        private final String text;
        private final String suffix;
        private final String comment;

        View(String text, String suffix, String comment) {
            this.text = text;
            this.suffix = suffix;
            this.comment = comment;
        }

        /** The view's name. */
        QualifiedName of(QualifiedName dataset) {
            return QualifiedName.of(dataset.parts().get(0), dataset.parts().get(1), dataset.last() + suffix);
        }

        /** @param text of a view, or its comment */
        boolean is(String name, String text) {
            return name.endsWith(suffix) && text.contains(comment);
        }

        /** Whether a pattern of {@code DatabaseMetaData} asks for views of this kind by their name. */
        boolean isNamedBy(String pattern) {
            return pattern != null && pattern.endsWith(suffix);
        }

        /** The dataset whose view this is, if it is one. */
        Optional<QualifiedName> datasetOf(QualifiedName view, String text) {
            String name = view.last();
            return is(name, text)
                    ? Optional.of(QualifiedName.of(view.parts().get(0), view.parts().get(1),
                            name.substring(0, name.length() - suffix.length())))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
