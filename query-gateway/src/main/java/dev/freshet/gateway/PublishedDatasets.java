package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.Ingested;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.ParsedSql;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is published from the view texts in Trino. */
record PublishedDatasets(ViewTexts views) implements Datasets {
    /** Maximum number of nested views that are inspected per name. */
    private static final int VIEWS = 20;
    /** NOT_SUPPORTED ("is a table, not a view"), CATALOG_, SCHEMA_ and TABLE_NOT_FOUND. */
    private static final Set<Integer> NO_VIEW = Set.of(13, 44, 45, 46);

    private static final Logger log = LoggerFactory.getLogger(PublishedDatasets.class);

    @Override
    public Found find(QualifiedName name) throws SQLException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Found.NOTHING;
        }
        Optional<Dataset> dataset = dataset(name, text.get());
        return dataset.isPresent() ? Found.of(dataset.get()) : new Found(Optional.empty(), inner(name, text.get()));
    }

    private Optional<Dataset> dataset(QualifiedName name, String text) throws SQLException {
        Optional<Publication> publication = Publication.read(text);
        if (publication.isEmpty()) {
            return Optional.empty();
        }
        Optional<Boundary> t1 = text(View.T_1.of(name)).flatMap(Boundary::inViewText)
                .map(boundary -> earlier(boundary, publication.get().rollingBackTo()));
        boolean isIngested = publication.get().rollingBackTo().isEmpty()
                && new Names(name.parts().get(0), "", name.parts().get(1), name.last()).readsHot(text);
        return Optional.of(new Dataset(publication.get(), t1,
                isIngested ? textIfAllowed(View.INGESTED.of(name)).flatMap(Ingested::read) : Optional.empty()));
    }

    /** The datasets that a view other than a live view reads, directly or through more views. */
    private List<Inner> inner(QualifiedName view, String text) throws SQLException {
        List<Inner> inner = new ArrayList<>();
        collect(view, text, inner, new HashSet<>(Set.of(view)));
        return inner;
    }

    private void collect(QualifiedName view, String text, List<Inner> inner, Set<QualifiedName> seen)
            throws SQLException {
        for (View own : List.of(View.T_1, View.INGESTED)) {
            Optional<QualifiedName> name = own.datasetOf(view, text);
            if (name.isPresent()) {
                Optional<String> live = textIfAllowed(name.get());
                if (live.isPresent()) {
                    dataset(name.get(), live.get()).ifPresent(d -> inner.add(new Inner(name.get(), d, own)));
                }
                return;
            }
        }
        for (QualifiedName read : ParsedSql.readByView(text)) {
            // SHOW CREATE VIEW does not show which schema resolves unqualified names; mostly it is the view's own.
            Optional<QualifiedName> name = read.resolve(view.parts().get(0), view.parts().get(1));
            if (name.isPresent() && seen.size() < VIEWS && seen.add(name.get())) {
                Optional<String> next = textIfAllowed(name.get());
                if (next.isPresent()) {
                    Optional<Dataset> dataset = dataset(name.get(), next.get());
                    if (dataset.isPresent()) {
                        inner.add(new Inner(name.get(), dataset.get(), View.LIVE));
                    } else {
                        collect(name.get(), next.get(), inner, seen);
                    }
                }
            }
        }
    }

    /** Empty if the caller may read the view but not describe what it reads. */
    private Optional<String> textIfAllowed(QualifiedName name) {
        try {
            return text(name);
        } catch (SQLException e) {
            log.debug("Cannot tell what {} is, which a view reads: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> text(QualifiedName name) throws SQLException {
        boolean ofTrino = name.parts().get(0).equals("system") || name.parts().get(1).equals("information_schema");
        if (ofTrino) {
            return Optional.empty();
        }
        try {
            return views.find("SHOW CREATE VIEW "
                    + Names.qualified(name.parts().get(0), name.parts().get(1), name.last()));
        } catch (SQLException e) {
            if (NO_VIEW.contains(e.getErrorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Boundary earlier(Boundary boundary, Optional<Boundary> rollingBackTo) {
        return rollingBackTo.filter(to -> to.isBefore(boundary)).orElse(boundary);
    }
}
