package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import dev.freshet.gateway.sql.TableReference;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All datasets of a statement as of the same time: the earliest at which the history of one of them ends. Each is read
 * before that time even if its history goes no further, so that a flip while the statement runs changes nothing.
 *
 * @param boundaries where each dataset is cut off
 */
record OneAge(Instant asOf, Map<QualifiedName, Boundary> boundaries) {
    /** "Feature not supported". */
    private static final String NOT_SUPPORTED = "0A000";

    /**
     * The age of a statement.
     *
     * @return empty if it reads no dataset
     * @throws SQLException if it cannot read them all at one age
     */
    static Optional<OneAge> of(Map<QualifiedName, Found> found, Map<QualifiedName, List<TableReference>> tables)
            throws SQLException {
        Map<QualifiedName, Dataset> datasets = new LinkedHashMap<>();
        for (Map.Entry<QualifiedName, Found> each : found.entrySet()) {
            QualifiedName name = each.getKey();
            if (!each.getValue().inner().isEmpty()) {
                throw refusal("the view %s reads %s, whatever is requested".formatted(name,
                        each.getValue().inner().get(0).name()));
            }
            if (!each.getValue().unknown().isEmpty()) {
                throw refusal("the view %s reads %s, whose text the gateway cannot read".formatted(name,
                        each.getValue().unknown().iterator().next()));
            }
            if (each.getValue().dataset().isPresent()) {
                Dataset dataset = each.getValue().dataset().get();
                requireCutOff(name, dataset, tables.get(name));
                datasets.put(name, dataset);
            }
        }
        Optional<Instant> asOf = datasets.values().stream().flatMap(d -> d.completeUntil(View.T_1).stream())
                .min(Instant::compareTo);
        return asOf.isEmpty() ? Optional.empty()
                : Optional.of(new OneAge(asOf.get(), boundaries(asOf.get(), datasets)));
    }

    private static void requireCutOff(QualifiedName name, Dataset dataset, List<TableReference> references)
            throws SQLException {
        if (dataset.t1().isEmpty()) {
            throw refusal("%s has no T-1 view".formatted(name));
        }
        for (TableReference reference : references) {
            if (reference.pinned().isPresent() || !reference.takesQuery()) {
                throw refusal("%s: %s".formatted(name, reference.pinned()
                        .orElse("no query can be in this place, or a column is qualified by the schema")));
            }
        }
    }

    private static Map<QualifiedName, Boundary> boundaries(Instant asOf, Map<QualifiedName, Dataset> datasets)
            throws SQLException {
        Map<QualifiedName, Boundary> boundaries = new LinkedHashMap<>();
        for (Map.Entry<QualifiedName, Dataset> each : datasets.entrySet()) {
            boundaries.put(each.getKey(), each.getValue().t1().orElseThrow()
                    .endingHistoryAt(asOf, each.getValue().publication().zone())
                    .orElseThrow(() -> refusal(
                            "no landing partition of %s begins at %s, up to which another dataset is complete"
                                    .formatted(each.getKey(), asOf))));
        }
        return boundaries;
    }

    /** @param why the gateway cannot do it */
    static SQLException refusal(String why) {
        return new SQLException("Cannot read all datasets at one age: " + why, NOT_SUPPORTED);
    }

    Route route(QualifiedName name, Requirement requirement) {
        return new Route(name.toString(), View.T_1,
                "%s, and all datasets are read before %s".formatted(requirement.source(), asOf), asOf);
    }

    /** What the rows of a dataset must fulfil. */
    String predicate(QualifiedName name) {
        return boundaries.get(name).historyPredicate();
    }
}
