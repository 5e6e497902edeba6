package dev.freshet.gateway;

import dev.freshet.core.Publication;
import dev.freshet.gateway.sql.QualifiedName;
import java.time.Instant;
import java.util.Optional;

/**
 * What the end of a live view's tail means for an answer. Files that land after it are in no view.
 *
 * @param end empty for a view written by an older version
 * @param soonAfter when to begin to warn of it; empty likewise
 */
record TailEnd(Publication publication, Optional<Instant> end, Optional<Instant> soonAfter) {
    static TailEnd of(Publication publication) {
        return new TailEnd(publication, publication.tail().map(tail -> tail.endsAt(publication.zone())),
                publication.tail().map(tail -> tail.endsSoonAfter(publication.zone())));
    }

    /** An answer to a statement sent at this time holds all that had landed by then. */
    Instant dataAsOf(Instant sentAt) {
        return end.filter(sentAt::isAfter).orElse(sentAt);
    }

    /** Whether to warn the caller that the tail ends soon, or has ended. */
    boolean isNear(Instant now) {
        return soonAfter.filter(now::isAfter).isPresent();
    }

    /** @param requirement of the statement; empty if a view decides what is read */
    Optional<String> warning(QualifiedName name, Optional<Requirement> requirement, Instant sentAt) {
        return end.filter(at -> isNear(sentAt)).map(at -> at.isBefore(sentAt)
                ? "%s: files that landed since %s are in no view: the tail has ended and no run has extended it"
                        .formatted(name, at) + requirement.map(each -> stalerThan(each, sentAt)).orElse("")
                : "%s: the tail ends at %s; files that land later are in no view until ./freshet run extends it (no run has extended it since %s)"
                        .formatted(name, at, publication.publishedAt()));
    }

    private String stalerThan(Requirement requirement, Instant sentAt) {
        return requirement.freshness().isTooStale(dataAsOf(sentAt), sentAt)
                ? "; the answer is staler than requested (%s)".formatted(requirement.source())
                : "";
    }
}
