package dev.freshet.gateway;

import dev.freshet.core.Publication;
import dev.freshet.gateway.sql.QualifiedName;
import java.time.Instant;
import java.util.Optional;

/**
 * What the end of a live view's tail means for an answer. Files that land after it are in no view.
 *
 * @param end empty for a view written by an older version
 * @param sentAt when the statement is about to be sent, by this machine's clock
 */
record TailEnd(Publication publication, Optional<Instant> end, Instant sentAt) {
    static TailEnd of(Publication publication, Instant sentAt) {
        return new TailEnd(publication, publication.tail().map(tail -> tail.endsAt(publication.zone())), sentAt);
    }

    /** The answer holds all that had landed by then. */
    Instant dataAsOf() {
        return end.filter(sentAt::isAfter).orElse(sentAt);
    }

    /** Whether to warn the caller that the tail ends soon, or has ended. */
    boolean isNear() {
        return publication.tail().filter(tail -> tail.endsSoon(sentAt, publication.zone())).isPresent();
    }

    /** @param requirement of the statement; empty if a view decides what is read */
    Optional<String> warning(QualifiedName name, Optional<Requirement> requirement) {
        return end.filter(at -> isNear()).map(at -> at.isBefore(sentAt)
                ? "%s: files that landed since %s are in no view: the tail has ended and no run has extended it"
                        .formatted(name, at) + requirement.map(this::stalerThan).orElse("")
                : "%s: the tail ends at %s; files that land later are in no view until ./freshet run extends it (no run has extended it since %s)"
                        .formatted(name, at, publication.publishedAt()));
    }

    private String stalerThan(Requirement requirement) {
        return requirement.freshness().isTooStale(dataAsOf(), sentAt)
                ? "; the answer is staler than requested (%s)".formatted(requirement.source())
                : "";
    }
}
