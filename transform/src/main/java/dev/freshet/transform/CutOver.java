package dev.freshet.transform;

import dev.freshet.core.Publication;
import dev.freshet.spec.sql.View;
import dev.freshet.transform.publish.Span;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.publish.PublishedViews;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces the views that differ from the wanted ones, and reads them back: two runs may both have replaced one. If the
 * ingested view will show less, its readers must know before.
 */
record CutOver(Dataset dataset) {
    /** Maximum number of attempts while another run also replaces the views. */
    private static final int FLIPS = 5;

    /**
     * @param published the views as last read
     * @return the views as published now; {@code published} itself if none had to be replaced
     * @throws ConcurrentRunException if another run has replaced them since they were read or keeps replacing them, or
     *         if a rollback was made meanwhile, which is published then
     */
    PublishedViews flip(Span wanted, PublishedViews published) {
        PublishedViews now = published;
        Span span = wanted;
        List<View> views = outdated(span, now);
        for (int flip = 1; !views.isEmpty(); flip++) {
            if (flip > FLIPS) {
                throw new ConcurrentRunException(dataset.name(), "replaced the views");
            }
            span.tail().forEach(now::open);
            try {
                if (now.claimsMore(views, span.hot())) {
                    now = now.withdrawn();
                    dataset.pause().accept(Rollback.ANNOUNCED);
                }
                views.forEach(now::flip);
            } catch (ConcurrentRunException e) {
                if (now.isFirst(views) && !now.differsOnlyInHot(dataset.published())) {
                    throw e;
                }
            }
            now = dataset.published();
            span = span.atLeast(now.span().orElse(span));
            views = outdated(span, now);
        }
        if (span.rollbacks() > wanted.rollbacks()) {
            throw new ConcurrentRunException(dataset.name(), "rolled it back");
        }
        return now;
    }

    /** While a rollback is announced, readers rely on no later T-1 view; so the announcement goes last. */
    private List<View> outdated(Span wanted, PublishedViews published) {
        List<View> views = published.outdated(wanted, dataset.now());
        return published.live().flatMap(Publication::rollingBackTo).isPresent() ? views.reversed() : views;
    }

    /** The statements of a flip; empty if no view has to be replaced. */
    List<String> text(Span wanted, PublishedViews published) {
        return text(wanted, published, outdated(wanted, published));
    }

    private static List<String> text(Span wanted, PublishedViews published, List<View> views) {
        return views.isEmpty() ? List.of()
                : Stream.concat(
                        wanted.tail().stream().map(partition -> published.tail(partition).create()),
                        views.stream().map(View::createOrReplace)).toList();
    }

    /**
     * Extends the tail of the live view and the quarantine view without changing their columns, for a changed spec that
     * history does not support yet.
     */
    PublishedViews extend(Span span, PublishedViews published) {
        if (hasTail(span, published)) {
            return published;
        }
        span.tail().forEach(published::open);
        published.extended(span.until()).forEach(published::flip);
        return dataset.published();
    }

    List<String> extensionText(Span span, PublishedViews published) {
        return hasTail(span, published) ? List.of() : text(span, published, published.extended(span.until()));
    }

    private static boolean hasTail(Span span, PublishedViews published) {
        return span.until().equals(published.span().orElseThrow().until());
    }
}
