package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.Freshness.StaleAtMost;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides for one dataset of a statement which view meets the requirement at the least cost. The live view always meets
 * it, so whatever stands in the way of T-1 leads to live. This is also where a rule that looks at the statement's
 * predicates belongs.
 *
 * @param sentAt when the statement is about to be sent, by this machine's clock
 */
record Router(Instant sentAt) {

    /** @param pinned why the statement's text must keep naming the live view, if it must */
    Route route(QualifiedName name, Dataset dataset, Requirement requirement, Optional<String> pinned) {
        Freshness freshness = requirement.freshness();
        String asked = requirement.askedBy();
        if (freshness.equals(Freshness.LIVE)) {
            return live(name, asked);
        }
        if (pinned.isPresent()) {
            return live(name, asked + ", but " + pinned.get());
        }
        if (dataset.t1().isEmpty()) {
            return live(name, asked + ", but there is no T-1 view");
        }
        Instant asOf = dataAsOf(dataset, dataset.t1().get());
        if (freshness instanceof StaleAtMost bound && asOf.isBefore(sentAt.minus(bound.bound()))) {
            return live(name, asked + ", and history is complete only up to " + asOf);
        }
        return new Route(name.toString(), View.T_1, asked, asOf);
    }

    /** No later than now: nobody knows today what else will have landed by the end of the day. */
    private Instant dataAsOf(Dataset dataset, Boundary boundary) {
        Instant asOf = boundary.historyDataAsOf(dataset.publication().zone());
        return asOf.isAfter(sentAt) ? sentAt : asOf;
    }

    private Route live(QualifiedName name, String reason) {
        return new Route(name.toString(), View.LIVE, reason, sentAt);
    }
}
