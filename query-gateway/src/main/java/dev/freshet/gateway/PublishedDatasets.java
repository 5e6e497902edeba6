package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.Publication;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads from Trino itself what is published, and remembers it for a few seconds.
 * <p>
 * A remembered boundary is at most older than the real one, for a cut-over only moves it forward: the decision then
 * errs to the live side and data-as-of is understated. The one exception is a rollback, which moves it back; for the
 * time a boundary is remembered, an answer may then be staler than it says.
 */
final class PublishedDatasets implements Datasets {
    static final Duration REMEMBERED = Duration.ofSeconds(5);
    /** Trino's NOT_SUPPORTED ("is a table, not a view"), CATALOG_, SCHEMA_ and TABLE_NOT_FOUND. */
    private static final Set<Integer> NOT_A_VIEW = Set.of(13, 44, 45, 46);

    private final LookupConnection connection;
    private final InstantSource clock;
    private final Map<QualifiedName, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Optional<Dataset> dataset, Instant until) {}

    PublishedDatasets(LookupConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    @Override
    public Optional<Dataset> find(QualifiedName name) throws SQLException {
        if (name.parts().get(0).equals("system") || name.parts().get(1).equals("information_schema")) {
            return Optional.empty();
        }
        Entry known = entries.get(name);
        if (known != null && clock.instant().isBefore(known.until)) {
            return known.dataset;
        }
        // Counted from before the look-up, lest an entry live longer than it says.
        Instant until = clock.instant().plus(REMEMBERED);
        Optional<Dataset> dataset = lookUp(name);
        entries.put(name, new Entry(dataset, until));
        return dataset;
    }

    private Optional<Dataset> lookUp(QualifiedName name) throws SQLException {
        Optional<Publication> publication = showCreateView(name).flatMap(Publication::read);
        if (publication.isEmpty()) {
            return Optional.empty();
        }
        Optional<Boundary> t1 = showCreateView(Gateway.t1View(name)).flatMap(Boundary::inViewText);
        return Optional.of(new Dataset(publication.get(), t1));
    }

    private Optional<String> showCreateView(QualifiedName name) throws SQLException {
        String view = Names.qualified(name.parts().get(0), name.parts().get(1), name.last());
        Connection trino = connection.current();
        try (Statement statement = trino.createStatement();
                ResultSet answer = statement.executeQuery("SHOW CREATE VIEW " + view)) {
            return answer.next() ? Optional.of(answer.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            if (NOT_A_VIEW.contains(e.getErrorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
