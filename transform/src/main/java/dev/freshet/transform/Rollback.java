package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.spec.sql.Hot;
import dev.freshet.spec.sql.View;
import dev.freshet.transform.publish.Span;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.history.HotTable;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.publish.PublishedViews;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Restores the previous boundary in all views. The end of the tail does not change. */
record Rollback(Dataset dataset) {
    /** After this time no gateway has a cached look-up from before an announcement. */
    static final Duration ANNOUNCED = Publication.REMEMBERED.plusSeconds(1);

    /** Until the views are replaced, they read a snapshot of the hot table that can be older than the last one. */
    private static final long KEEP_ALL = 0;

    /** @return the boundary that is published now */
    Boundary run() {
        PublishedViews published = dataset.published();
        published.requireLive();
        Span now = published.span().orElseThrow();
        Boundary to = now.previous().orElseThrow(() -> new LakehouseException(
                "Cannot roll back %s: there is no boundary before %s to go back to".formatted(dataset.name(),
                        now.boundary())));
        requireRawFiles(to, now.boundary());
        published = announced(published, to);
        Span tail = new Span(to, published.span().orElseThrow().until(), Optional.empty(), now.setAside(),
                withoutReturning(now, to), now.rollbacks() + 1);
        Span span = dataset.tailCheck().readable(tail);
        span.tail().forEach(published::open);
        Instant at = dataset.now();
        List<View> views = new ArrayList<>(published.outdated(span, at));
        Collections.reverse(views); // the live view last, so that a killed rollback can be run again until then
        try {
            views.forEach(published::flip);
        } catch (ConcurrentRunException e) {
            throw overtaken(dataset.published());
        }
        PublishedViews flipped = dataset.published();
        if (!flipped.outdated(span, at).isEmpty()) {
            throw overtaken(flipped);
        }
        return to;
    }

    /**
     * Another run has replaced the views meanwhile. No catalog compares and replaces a view atomically, so an older
     * view may have overwritten a newer one: publishes the furthest state again, unless another rollback is announced.
     */
    private ConcurrentRunException overtaken(PublishedViews now) {
        if (now.requireLive().rollingBackTo().isEmpty()) {
            dataset.cutOver().flip(now.span().orElseThrow(), now);
        }
        return new ConcurrentRunException(dataset.name(), "replaced the views");
    }

    /** The tail shows only files that exist now. History may have rows of files that are gone or were replaced. */
    private void requireRawFiles(Boundary to, Boundary now) {
        Ledger ledger = dataset.history().ledger();
        to.until(now).forEach(partition -> {
            InputChanges changes = ledger.changes(partition, dataset.landing().list(partition));
            long missing = changes.gone().size() + changes.deleted().size() + changes.replaced().size();
            if (missing > 0) {
                throw new LakehouseException(
                        "Cannot roll back %s to %s: %d raw files of %s are gone or differ, so the tail would lack rows that history has (restore them first)"
                                .formatted(dataset.name(), to, missing, partition));
            }
        });
    }

    /**
     * The hot table without the days that return to the tail: history may have shown newer versions of their files.
     * They are read as raw files until the next ingest.
     */
    private Hot withoutReturning(Span now, Boundary to) {
        if (dataset.spec().ingest().isEmpty()) {
            return Hot.NONE;
        }
        try (HotTable hot = dataset.hot().open(dataset.progress(), KEEP_ALL)) {
            List<LandingPartition> hotDays = hot.partitions();
            List<LandingPartition> returning = to.until(now.boundary()).filter(hotDays::contains).toList();
            if (!returning.isEmpty()) {
                hot.tables().takeLease(dataset.advisor().trinoNow().orElseGet(dataset::now));
                returning.forEach(hot::retire);
            }
        }
        return dataset.hot().served();
    }

    /**
     * Announces the restored boundary in the live view's comment, and waits until every gateway's cached boundary has
     * expired, so that no query gets an older T-1 view than promised.
     */
    private PublishedViews announced(PublishedViews published, Boundary to) {
        published.announceRollback(to);
        dataset.pause().accept(ANNOUNCED);
        PublishedViews announced = dataset.published();
        if (!announced.requireLive().rollingBackTo().equals(Optional.of(to))) {
            throw overtaken(announced);
        }
        return announced;
    }

    static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakehouseException("Cannot replace the views: the wait before it was interrupted (run it again)",
                    e);
        }
    }
}
