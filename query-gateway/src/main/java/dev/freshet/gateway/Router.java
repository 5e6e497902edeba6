package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Datasets.Inner;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import dev.freshet.gateway.sql.TableReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Picks the cheapest view of a dataset that meets the requirement. T-1 is read only if {@link Freshness#isMetByHistory}
 * or the predicates allow it, so a new kind of freshness cannot get T-1 by default. Nothing is fresher than the live
 * view, which meets any requirement until its tail ends.
 *
 * @param sentAt when the statement is about to be sent, by this machine's clock
 */
record Router(Instant sentAt) {
    /** @param references all places where the statement reads the dataset */
    Route route(QualifiedName name, Dataset dataset, Requirement requirement, List<TableReference> references) {
        String source = requirement.source();
        Optional<String> obstacle = obstacle(dataset, references);
        if (obstacle.isPresent()) {
            return live(name, dataset, requirement, requirement.isLive() ? source : source + ", but " + obstacle.get());
        }
        Publication publication = dataset.publication();
        // During a flip the T-1 view may still lack columns, so it replaces live only after the flip.
        if (dataset.t1().equals(Optional.of(publication.boundary()))
                && references.stream().allMatch(reference -> endsBefore(publication, reference))) {
            return new Route(name.toString(), View.T_1,
                    source + ", and its predicates end before the boundary " + publication.boundary(), sentAt);
        }
        Instant asOf = dataAsOf(dataset, dataset.t1().get());
        if (requirement.freshness().isMetByHistory(asOf, sentAt)) {
            return new Route(name.toString(), View.T_1, source, asOf);
        }
        return live(name, dataset, requirement,
                requirement.isLive() ? source : source + ", and history is complete only up to " + asOf);
    }

    /** The route of a dataset that another view reads. The text of that view decides it. */
    Route inside(QualifiedName view, Inner inner) {
        String reason = "the view %s reads it so, whatever freshness is requested".formatted(view);
        Optional<Boundary> t1 = inner.dataset().t1();
        return inner.view() == View.T_1 && t1.isPresent()
                ? new Route(inner.name().toString(), View.T_1, reason, dataAsOf(inner.dataset(), t1.get()))
                : live(inner.name(), inner.dataset(), Optional.empty(), reason);
    }

    /** Why the statement must read the live view, whatever freshness is requested. */
    private static Optional<String> obstacle(Dataset dataset, List<TableReference> references) {
        for (TableReference reference : references) {
            if (reference.pinned().isPresent()) {
                return reference.pinned();
            }
        }
        return dataset.t1().isPresent() ? Optional.empty() : Optional.of("there is no T-1 view");
    }

    /**
     * Whether the predicates exclude every row of the tail, so that the answer is the same without it, now and later.
     */
    private static boolean endsBefore(Publication publication, TableReference reference) {
        Boundary boundary = publication.boundary();
        Instant historyEnd = boundary.historyDataAsOf(publication.zone());
        return reference.endsBefore(LandingPartition.COLUMN, boundary.historyEnd())
                || publication.lateness().filter(lateness -> reference.endsBefore(lateness.column(),
                        historyEnd.minus(lateness.allowed()))).isPresent();
    }

    /** No later than now, because more can land before the day ends. */
    private Instant dataAsOf(Dataset dataset, Boundary boundary) {
        Instant asOf = boundary.historyDataAsOf(dataset.publication().zone());
        return asOf.isAfter(sentAt) ? sentAt : asOf;
    }

    private Route live(QualifiedName name, Dataset dataset, Requirement requirement, String reason) {
        return live(name, dataset, Optional.of(requirement), reason);
    }

    private Route live(QualifiedName name, Dataset dataset, Optional<Requirement> requirement, String reason) {
        Publication publication = dataset.publication();
        Optional<Instant> end = publication.tail().map(tail -> tail.endsAt(publication.zone()));
        Instant asOf = end.filter(sentAt::isAfter).orElse(sentAt);
        Optional<String> warning = end.filter(at -> endsSoon(publication)).map(at -> at.isBefore(sentAt)
                ? ended(name, at) + requirement.map(required -> stalerThan(required, asOf)).orElse("")
                : endsSoon(name, at, publication.publishedAt()));
        return new Route(name.toString(), View.LIVE, reason, asOf, warning);
    }

    /** Whether to warn the caller that the tail ends soon, or has ended. */
    boolean endsSoon(Publication publication) {
        return publication.tail().filter(tail -> tail.endsSoon(sentAt, publication.zone())).isPresent();
    }

    private static String endsSoon(QualifiedName name, Instant end, Instant publishedAt) {
        return "%s: the tail ends at %s; files that land later are in no view until ./freshet run extends it (no run has extended it since %s)"
                .formatted(name, end, publishedAt);
    }

    private static String ended(QualifiedName name, Instant end) {
        return "%s: files that landed since %s are in no view: the tail has ended and no run has extended it"
                .formatted(name, end);
    }

    private String stalerThan(Requirement requirement, Instant asOf) {
        return requirement.freshness().isTooStale(asOf, sentAt)
                ? "; the answer is staler than requested (%s)".formatted(requirement.source())
                : "";
    }
}
