package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.Publication;
import dev.freshet.core.sql.TailTable;
import dev.freshet.core.sql.Views;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The dataset's views and tail tables in Trino: what is published, and how the next is opened, flipped and retired. */
final class PublishedViews {
    private final DatasetSpec spec;
    private final Names names;
    private final TrinoSession trino;
    private final Optional<Publication> live;
    private final Optional<String> digest;

    private PublishedViews(DatasetSpec spec, Names names, TrinoSession trino, Optional<Publication> live,
            Optional<String> digest) {
        this.spec = spec;
        this.names = names;
        this.trino = trino;
        this.live = live;
        this.digest = digest;
    }

    static PublishedViews read(DatasetSpec spec, Names names, TrinoSession trino) {
        Optional<String> live = trino.viewText(names.liveView());
        if (live.isPresent() && Publication.read(live.get()).isEmpty()) {
            throw new LakehouseException(
                    "Cannot publish %s: there is a view of that name that Freshet did not make (drop it or rename the dataset)"
                            .formatted(names.liveView()));
        }
        return new PublishedViews(spec, names, trino, live.flatMap(Publication::read),
                trino.viewText(names.rejectsView()).flatMap(Views::digestIn));
    }

    /** What the last flip published; empty before the first. */
    Optional<Publication> live() {
        return live;
    }

    /** Whether all three views stand as these would be. The quarantine view is replaced last and tells. */
    boolean shows(Boundary boundary, List<LocalDate> tailDays) {
        return live.isPresent() && digest.equals(Optional.of(new Views(spec, names, boundary, tailDays).digest()));
    }

    /** The landing days that have a tail table now. */
    List<LocalDate> tailTables() {
        return trino.query("SHOW TABLES FROM %s.%s".formatted(Names.quoted(names.landingCatalog()),
                Names.quoted(names.hiddenSchema())), row -> names.tailDay(row.getString(1))).stream()
                .flatMap(Optional::stream).toList();
    }

    void openSchemas() {
        schemas().forEach(trino::execute);
    }

    List<String> schemas() {
        return List.of(schema(names.catalog(), names.schema()), schema(names.catalog(), names.hiddenSchema()),
                schema(names.landingCatalog(), names.hiddenSchema()));
    }

    /** Opens a day's tail table if it is not there. */
    void open(LocalDate day) {
        trino.execute(tail(day).create());
    }

    /** The flip: the live view, then the T-1 view, then the quarantine view, one atomic statement each. */
    List<String> flip(Boundary boundary, List<LocalDate> tailDays, Instant at) {
        Views views = new Views(spec, names, boundary, tailDays);
        return List.of(views.live(at), views.t1(), views.rejects());
    }

    TailTable tail(LocalDate day) {
        return new TailTable(spec, names, day);
    }

    private static String schema(String catalog, String schema) {
        return "CREATE SCHEMA IF NOT EXISTS " + Names.quoted(catalog) + "." + Names.quoted(schema);
    }
}
