package dev.freshet.transform;

import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.View;
import dev.freshet.transform.BatchPlan.Span;
import java.time.Clock;
import java.util.List;

/**
 * Replaces the views that differ from what is wanted, and looks whether they are as they should be then: not every
 * catalog lets only one of two runs replace a view.
 */
record CutOver(DatasetSpec spec, Names names, TrinoSession trino, Clock clock) {
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
        List<View> views = now.outdated(span, clock.instant());
        for (int flip = 1; !views.isEmpty(); flip++) {
            if (flip > FLIPS) {
                throw new ConcurrentRunException(spec.name(), "replaced the views");
            }
            span.tail().forEach(now::open);
            try {
                views.forEach(now::flip);
            } catch (ConcurrentRunException e) {
                if (now.isFirst(views)) {
                    throw e;
                }
            }
            now = PublishedViews.read(spec, names, trino);
            span = span.atLeast(now.span().orElse(span));
            views = now.outdated(span, clock.instant());
        }
        return now;
    }
}
