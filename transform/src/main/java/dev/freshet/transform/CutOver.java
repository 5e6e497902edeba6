package dev.freshet.transform;

import dev.freshet.core.sql.View;
import dev.freshet.transform.BatchPlan.Span;
import java.util.List;

/**
 * Replaces the views that differ from what is wanted, and looks whether they are as they should be then: not every
 * catalog lets only one of two runs replace a view.
 */
record CutOver(Dataset dataset) {
    /** How often the views are replaced again when another run replaces them at the same time. */
    private static final int FLIPS = 5;

    /**
     * @param published the views as they were read
     * @return the views as they are published now; {@code published} itself if nothing had to be replaced
     * @throws ConcurrentRunException if another run has replaced them since they were read, or goes on doing so
     */
    PublishedViews flip(Span wanted, PublishedViews published) {
        PublishedViews now = published;
        Span span = wanted;
        List<View> views = now.outdated(span, dataset.now());
        for (int flip = 1; !views.isEmpty(); flip++) {
            if (flip > FLIPS) {
                throw new ConcurrentRunException(dataset.name(), "replaced the views");
            }
            span.tail().forEach(now::open);
            try {
                views.forEach(now::flip);
            } catch (ConcurrentRunException e) {
                if (now.isFirst(views)) {
                    throw e;
                }
            }
            now = dataset.published();
            span = span.atLeast(now.span().orElse(span));
            views = now.outdated(span, dataset.now());
        }
        return now;
    }

    /**
     * Lets the tail of the live view and the quarantine view reach further, and leaves their columns as they are: for a
     * spec that history does not have yet.
     */
    PublishedViews extend(Span span, PublishedViews published) {
        if (span.until().equals(published.span().orElseThrow().until())) {
            return published;
        }
        span.tail().forEach(published::open);
        published.extended(span.until()).forEach(published::flip);
        return dataset.published();
    }
}
