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
 * Picks the cheapest view of a dataset that meets the requirement. A view without the tail is read only if
 * {@link Freshness#isMetWithoutTail} or the predicates allow it, so a new kind of freshness cannot get it by default.
 * Nothing is fresher than the live view, which meets any requirement until its tail ends.
 *
 * @param sentAt when the statement is about to be sent, by this machine's clock
 */
record Router(Instant sentAt) {
    /** @param references all places where the statement reads the dataset */
    Route route(QualifiedName name, Dataset dataset, Requirement requirement, List<TableReference> references) {
        String source = requirement.source();
        Optional<String> obstacle = obstacle(dataset, references, requirement);
        if (obstacle.isPresent()) {
            return live(name, dataset, requirement, requirement.isLive() ? source : source + ", but " + obstacle.get());
        }
        Publication publication = dataset.publication();
        // During a flip the T-1 view may still lack columns, so it replaces live only after the flip.
        if (dataset.t1().equals(Optional.of(publication.boundary()))
                && references.stream().allMatch(each -> each.isBounded() && endsBefore(publication, each))) {
            return new Route(name.toString(), View.T_1,
                    source + ", and its predicates end before the boundary " + publication.boundary(), sentAt);
        }
        for (View view : List.of(View.T_1, View.INGESTED)) { // the cheaper first
            Optional<Instant> asOf = dataAsOf(dataset, view);
            if (asOf.filter(at -> requirement.freshness().isMetWithoutTail(at, sentAt)).isPresent()) {
                return new Route(name.toString(), view, source, asOf.get());
            }
        }
        return live(name, dataset, requirement, requirement.isLive() ? source
                : source + ", and history is complete only up to " + dataAsOf(dataset, View.T_1).get()
                        + dataAsOf(dataset, View.INGESTED).map(at -> ", with the hot files up to " + at).orElse(""));
    }

    /** The route of a dataset that another view reads. The text of that view decides it. */
    Route inside(QualifiedName view, Inner inner) {
        String reason = "the view %s reads it so, whatever freshness is requested".formatted(view);
        Optional<Instant> history = dataAsOf(inner.dataset(), View.T_1).filter(at -> inner.view() != View.LIVE);
        return dataAsOf(inner.dataset(), inner.view()).or(() -> history)
                .map(asOf -> new Route(inner.name().toString(), inner.view(), reason, asOf))
                .orElseGet(() -> live(inner.name(), inner.dataset(), Optional.empty(), reason));
    }

    /** Why the statement must read the live view, whatever freshness is requested. */
    private Optional<String> obstacle(Dataset dataset, List<TableReference> references, Requirement requirement) {
        Optional<TableReference> pinned = references.stream().filter(each -> each.pinned().isPresent()).findFirst();
        if (pinned.isPresent()) {
            return pinned.get().pinned();
        }
        return dataset.t1().isPresent() ? requirement.clockBehind(dataset, sentAt)
                : Optional.of("there is no T-1 view");
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

    /** Empty for the live view. */
    private Optional<Instant> dataAsOf(Dataset dataset, View view) {
        return view == View.LIVE ? Optional.empty() : dataset.dataAsOf(view, sentAt);
    }

    private Route live(QualifiedName name, Dataset dataset, Requirement requirement, String reason) {
        return live(name, dataset, Optional.of(requirement), reason);
    }

    private Route live(QualifiedName name, Dataset dataset, Optional<Requirement> requirement, String reason) {
        TailEnd end = dataset.tailEnd();
        return new Route(name.toString(), View.LIVE, reason, end.dataAsOf(sentAt),
                end.warning(name, requirement, sentAt));
    }
}
