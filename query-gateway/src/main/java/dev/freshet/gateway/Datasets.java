package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.sql.Publication;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is published where. */
public interface Datasets {
    /**
     * @param name catalog, schema and table
     * @throws SQLException when it cannot be found out what that is
     */
    Found find(QualifiedName name) throws SQLException;

    /**
     * The same as it was some time ago. It says how far a tail reaches, and nothing may be read from T-1 by it.
     *
     * @throws SQLException as {@link #find} does
     */
    default Found findForLive(QualifiedName name) throws SQLException {
        return find(name);
    }

    /**
     * What a name stands for.
     *
     * @param dataset if it is a live view of Freshet
     * @param inner if it is another view, what that reads
     */
    record Found(Optional<Dataset> dataset, List<Inner> inner) {
        static final Found NOTHING = new Found(Optional.empty(), List.of());

        public Found {
            inner = List.copyOf(inner);
        }

        /** Of all datasets that are read. */
        Stream<Publication> publications() {
            return Stream.concat(dataset.stream(), inner.stream().map(Inner::dataset)).map(Dataset::publication);
        }

        static Found of(Dataset dataset) {
            return new Found(Optional.of(dataset), List.of());
        }
    }

    /** A dataset that a view reads, by one of its views and whatever is asked for. */
    record Inner(QualifiedName name, Dataset dataset, View view) {}

    /**
     * @param publication what the live view says
     * @param t1 the boundary of the T-1 view itself, if there is one. A flip replaces the live view first, so for a
     *        moment, or until the next run when a run dies there, the T-1 view is a day behind what the live view says.
     */
    record Dataset(Publication publication, Optional<Boundary> t1) {}
}
