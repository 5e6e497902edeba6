package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.sql.Publication;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.util.Optional;

/** What is published where. */
public interface Datasets {
    /**
     * @param name catalog, schema and table
     * @return empty when there is no such view or it is not a live view of Freshet
     * @throws SQLException when that cannot be found out
     */
    Optional<Dataset> find(QualifiedName name) throws SQLException;

    /**
     * @param publication what the live view says
     * @param t1 the boundary of the T-1 view itself, if there is one. A flip replaces the live view first, so for a
     *        moment, or until the next run when a run dies there, the T-1 view is a day behind what the live view says.
     */
    record Dataset(Publication publication, Optional<Boundary> t1) {}
}
