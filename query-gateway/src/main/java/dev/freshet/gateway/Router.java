package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.sql.Publication;
import dev.freshet.core.sql.Publication.Lateness;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Datasets.Inner;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import dev.freshet.gateway.sql.TableReference;
import dev.freshet.gateway.sql.UpperBound;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides for one dataset of a statement which view meets the requirement at the least cost. The live view meets it as
 * long as its tail has not ended, and nothing is fresher, so whatever stands in the way of T-1 leads to live.
 *
 * @param sentAt when the statement is about to be sent, by this machine's clock
 */
record Router(Instant sentAt) {
    /** @param references all places where the statement reads the dataset */
    Route route(QualifiedName name, Dataset dataset, Requirement requirement, List<TableReference> references) {
        Freshness freshness = requirement.freshness();
        boolean asksForLive = freshness.equals(Freshness.LIVE);
        String asked = requirement.askedBy();
        Optional<String> obstacle = obstacle(dataset, references);
        if (obstacle.isPresent()) {
            return live(name, dataset, requirement, asksForLive ? asked : asked + ", but " + obstacle.get());
        }
        Publication publication = dataset.publication();
        // While a flip is under way the T-1 view may not have all columns yet, so it stands in for live only after that.
        if (dataset.t1().equals(Optional.of(publication.boundary()))
                && references.stream().allMatch(reference -> endsBefore(publication, reference))) {
            return new Route(name.toString(), View.T_1,
                    asked + ", and its predicates end before the boundary " + publication.boundary(), sentAt);
        }
        Instant asOf = dataAsOf(dataset, dataset.t1().get());
        if (freshness.isMetByHistory(asOf, sentAt)) {
            return new Route(name.toString(), View.T_1, asked, asOf);
        }
        return live(name, dataset, requirement,
                asksForLive ? asked : asked + ", and history is complete only up to " + asOf);
    }

    /** What a view reads inside, which its text decides. */
    Route inside(QualifiedName view, Inner inner) {
        String reason = "the view %s reads it so, whatever is asked for".formatted(view);
        Optional<Boundary> t1 = inner.dataset().t1();
        return inner.view() == View.T_1 && t1.isPresent()
                ? new Route(inner.name().toString(), View.T_1, reason, dataAsOf(inner.dataset(), t1.get()))
                : live(inner.name(), inner.dataset(), Optional.empty(), reason);
    }

    /** Why the statement must read the live view, whatever is asked for. */
    private static Optional<String> obstacle(Dataset dataset, List<TableReference> references) {
        for (TableReference reference : references) {
            if (reference.pinned().isPresent()) {
                return reference.pinned();
            }
        }
        return dataset.t1().isPresent() ? Optional.empty() : Optional.of("there is no T-1 view");
    }

    /** Whether no row counts that the tail could hold: the answer is the same without it, now and later. */
    private static boolean endsBefore(Publication publication, TableReference reference) {
        return reference.bounds().stream().anyMatch(bound -> endsBefore(publication, bound));
    }

    private static boolean endsBefore(Publication publication, UpperBound bound) {
        LandingPartition first = publication.boundary().first();
        if (bound.column().equals(LandingPartition.COLUMN)) {
            return bound.isBefore(first.start());
        }
        Optional<Lateness> lateness = publication.lateness().filter(l -> l.column().equals(bound.column()));
        return lateness.isPresent()
                && bound.isBefore(first.startsAt(publication.zone()).minus(lateness.get().allowed()));
    }

    /** No later than now, as more can land before the day ends. */
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
                ? ended(name, at) + requirement.map(asked -> stalerThan(asked, asOf)).orElse("")
                : endsSoon(name, at, publication.publishedAt()));
        return new Route(name.toString(), View.LIVE, reason, asOf, warning);
    }

    /** Whether the caller is to be warned that the tail ends, or has ended. */
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

    private String stalerThan(Requirement asked, Instant asOf) {
        return asked.freshness().isTooStale(asOf, sentAt)
                ? "; the answer is staler than asked (%s)".formatted(asked.askedBy())
                : "";
    }
}
