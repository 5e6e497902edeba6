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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is published from the view texts in Trino. The views of a dataset are looked up at the same time. */
record PublishedDatasets(ViewTexts views, SharedLookUps shared) implements Datasets {
    /** Maximum number of nested views that are inspected per name. */
    private static final int VIEWS = 20;
    /** NOT_SUPPORTED ("is a table, not a view"), CATALOG_, SCHEMA_ and TABLE_NOT_FOUND. */
    private static final Set<Integer> NO_VIEW = Set.of(13, 44, 45, 46);

    private static final Logger log = LoggerFactory.getLogger(PublishedDatasets.class);

    @Override
    public Found find(QualifiedName name) throws SQLException {
        try (Further further = new Further(name)) {
            shared.likelyViews(name).forEach(further::begin);
            Optional<String> text = text(name);
            if (text.isEmpty()) {
                shared.found(name, Set.of());
                return Found.NOTHING;
            }
            Optional<Dataset> dataset = dataset(name, text.get(), further);
            return dataset.isPresent() ? Found.of(dataset.get()) : new ReadByView(name).find(text.get());
        }
    }

    private Optional<Dataset> dataset(QualifiedName name, String text) throws SQLException {
        try (Further further = new Further(name)) {
            return dataset(name, text, further);
        }
    }

    private Optional<Dataset> dataset(QualifiedName name, String text, Further further) throws SQLException {
        Optional<Publication> publication = Publication.read(text);
        if (publication.isEmpty()) {
            shared.found(name, Set.of());
            return Optional.empty();
        }
        boolean isIngested = publication.get().rollingBackTo().isEmpty()
                && new Names(name.parts().get(0), "", name.parts().get(1), name.last()).readsHot(text);
        shared.found(name, isIngested ? EnumSet.of(View.T_1, View.INGESTED) : EnumSet.of(View.T_1));
        if (isIngested) {
            further.begin(View.INGESTED);
        }
        Optional<Boundary> t1 = further.text(View.T_1).flatMap(Boundary::inViewText)
                .map(boundary -> earlier(boundary, publication.get().rollingBackTo()));
        return Optional.of(new Dataset(publication.get(), t1,
                isIngested ? ifAllowed(View.INGESTED.of(name), () -> further.text(View.INGESTED), () -> {
                }).flatMap(Ingested::read) : Optional.empty()));
    }

    @Override
    public Map<View, Size> sizes(QualifiedName dataset) {
        Map<View, String> texts = new EnumMap<>(View.class);
        for (View view : View.values()) {
            textIfAllowed(view.of(dataset), () -> {
            }).ifPresent(text -> texts.put(view, text));
        }
        return new ViewSizes(views, shared).of(dataset, texts);
    }

    /** The further views of a dataset, looked up beside its live view. */
    private final class Further implements AutoCloseable {
        private final QualifiedName dataset;
        private final Map<View, Pending<Optional<String>>> begun = new EnumMap<>(View.class);

        Further(QualifiedName dataset) {
            this.dataset = dataset;
        }

        void begin(View view) {
            begun.computeIfAbsent(view, v -> shared.begin(() -> PublishedDatasets.this.text(v.of(dataset))));
        }

        Optional<String> text(View view) throws SQLException {
            return begun.containsKey(view) ? begun.get(view).get() : PublishedDatasets.this.text(view.of(dataset));
        }

        /** The connection is the caller's, so no look-up may outlive the call. */
        @Override
        public void close() {
            begun.values().forEach(Pending::abandon);
        }
    }

    /** Finds the datasets that a view other than a live view reads, directly or through more views. */
    private final class ReadByView {
        private final QualifiedName root;
        private final List<Inner> inner = new ArrayList<>();
        private final Set<QualifiedName> seen = new HashSet<>();
        private final Set<QualifiedName> unknown = new LinkedHashSet<>();

        ReadByView(QualifiedName root) {
            this.root = root;
            seen.add(root);
        }

        Found find(String text) throws SQLException {
            collect(root, text);
            return new Found(Optional.empty(), inner, unknown);
        }

        private void collect(QualifiedName view, String text) throws SQLException {
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
            Optional<Set<QualifiedName>> reads = ParsedSql.readByView(text);
            if (reads.isEmpty()) {
                unknown.add(view);
            }
            for (QualifiedName read : reads.orElse(Set.of())) {
                // SHOW CREATE VIEW does not show which schema resolves unqualified names; mostly it is the view's own.
                Optional<QualifiedName> name = read.resolve(view.parts().get(0), view.parts().get(1));
                if (name.isPresent() && !seen.contains(name.get())) {
                    if (seen.size() < VIEWS) {
                        seen.add(name.get());
                        collect(name.get());
                    } else {
                        unknown.add(name.get());
                    }
                }
            }
        }

        private void collect(QualifiedName name) throws SQLException {
            Optional<String> text = textIfAllowed(name);
            if (text.isPresent()) {
                Optional<Dataset> dataset = dataset(name, text.get());
                if (dataset.isPresent()) {
                    inner.add(new Inner(name, dataset.get(), View.LIVE));
                } else {
                    collect(name, text.get());
                }
            }
        }

        /** Empty if the caller may read the view but not describe what it reads. */
        private Optional<String> textIfAllowed(QualifiedName name) {
            return PublishedDatasets.this.textIfAllowed(name, () -> unknown.add(name));
        }
    }

    /** @param otherwise what to do if the caller may not describe it; then the answer is empty */
    private Optional<String> textIfAllowed(QualifiedName name, Runnable otherwise) {
        return ifAllowed(name, () -> text(name), otherwise);
    }

    private static Optional<String> ifAllowed(QualifiedName name, Pending.Work<Optional<String>> text,
            Runnable otherwise) {
        try {
            return text.result();
        } catch (SQLException e) {
            log.debug("Cannot tell what {} is: {}", name, e.getMessage());
            otherwise.run();
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
