package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.sql.Publication;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.util.Optional;

/** Reads from Trino itself what is published. */
public record PublishedDatasets(ViewTexts views) implements Datasets {
    @Override
    public Optional<Dataset> find(QualifiedName name) throws SQLException {
        if (name.parts().get(0).equals("system") || name.parts().get(1).equals("information_schema")) {
            return Optional.empty();
        }
        Optional<Publication> publication = views.find(name).flatMap(Publication::read);
        if (publication.isEmpty()) {
            return Optional.empty();
        }
        Optional<Boundary> t1 = views.find(Gateway.t1View(name)).flatMap(Boundary::inViewText)
                .map(boundary -> earlier(boundary, publication.get().rollingBackTo()));
        return Optional.of(new Dataset(publication.get(), t1));
    }

    private static Boundary earlier(Boundary boundary, Optional<Boundary> rollingBackTo) {
        return rollingBackTo.filter(to -> to.isBefore(boundary)).orElse(boundary);
    }
}
