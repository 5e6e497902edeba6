package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.sql.Publication;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.TailTable;
import dev.freshet.core.sql.View;
import dev.freshet.core.sql.Views;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The dataset's views and tail tables in Trino: what is published, and how the next is opened, flipped and retired. */
final class PublishedViews {
    private final DatasetSpec spec;
    private final Names names;
    private final TrinoSession trino;
    private final Map<String, Optional<String>> texts;

    private PublishedViews(DatasetSpec spec, Names names, TrinoSession trino, Map<String, Optional<String>> texts) {
        this.spec = spec;
        this.names = names;
        this.trino = trino;
        this.texts = texts;
    }

    static PublishedViews read(DatasetSpec spec, Names names, TrinoSession trino) {
        Map<String, Optional<String>> texts = texts(names, trino);
        Optional<String> live = texts.get(names.liveView());
        if (live.isPresent() && Publication.read(live.get()).isEmpty()) {
            throw new LakehouseException(
                    "Cannot publish %s: there is a view of that name that Freshet did not make (drop it or rename the dataset)"
                            .formatted(names.liveView()));
        }
        return new PublishedViews(spec, names, trino, texts);
    }

    /** The views as Trino shows them, by name. */
    private static Map<String, Optional<String>> texts(Names names, TrinoSession trino) {
        Map<String, Optional<String>> texts = new TreeMap<>();
        for (String view : names.views()) {
            texts.put(names.view(view), trino.viewText(names.view(view)));
        }
        return texts;
    }

    /** What the last flip published; empty before the first. */
    Optional<Publication> live() {
        return texts.get(names.liveView()).flatMap(Publication::read);
    }

    /** @throws LakehouseException before the first flip */
    Publication requireLive() {
        return live().orElseThrow(() -> new LakehouseException(
                "Cannot find %s: nothing has been published yet (./freshet run does)".formatted(names.liveView())));
    }

    /** Those of the three views that are not published as they should be. */
    List<View> outdated(BatchPlan.Span span, Instant at) {
        return new Views(spec, names, span.boundary(), span.tail()).all(at).stream()
                .filter(view -> !isPublished(view))
                .toList();
    }

    private boolean isPublished(View view) {
        Optional<String> text = texts.get(view.name());
        return text.flatMap(View::digestIn).equals(Optional.of(view.digest()))
                && text.flatMap(Publication::read).flatMap(Publication::rollingBackTo).isEmpty();
    }

    /** Whether what is published has other columns than the spec. The T-1 view tells: it knows of no tail. */
    boolean isReshaped(BatchPlan.Span published) {
        Views views = new Views(spec, names, published.boundary(), published.tail());
        return texts.get(names.t1View()).flatMap(View::digestIn)
                .filter(digest -> !digest.equals(views.t1().digest())).isPresent();
    }

    /** @throws ConcurrentRunException if the views are no longer those that were read */
    void requireUnchanged() {
        if (!texts(names, trino).equals(texts)) {
            throw replaced();
        }
    }

    /**
     * Replaces a view.
     *
     * @throws ConcurrentRunException if it is no longer the one that was read
     */
    void flip(View view) {
        try {
            trino.execute(Step.FLIP, () -> {
                requireUnchanged(view);
                return view.createOrReplace();
            });
        } catch (LakehouseException e) {
            requireUnchanged(view);
            throw e;
        }
    }

    private void requireUnchanged(View view) {
        if (!trino.viewText(view.name()).equals(texts.get(view.name()))) {
            throw replaced();
        }
    }

    private ConcurrentRunException replaced() {
        return new ConcurrentRunException(spec.name(), "replaced the views");
    }

    /** The statement that announces a rollback. */
    String rollingBack(Boundary to) {
        return View.copy(Publication.rollingBack(texts.get(names.liveView()).orElseThrow(), to), names.liveView());
    }

    /** The statements that keep what a flip is about to replace, for a rollback. */
    List<String> keep(List<View> flip) {
        return flip.stream().flatMap(view -> texts.get(view.name()).map(text -> View.copy(text, view.keptName()))
                .stream()).toList();
    }

    /** The landing partitions that have a tail table now. */
    List<LandingPartition> tailTables() {
        return trino.query("SHOW TABLES FROM %s.%s".formatted(Names.quoted(names.landingCatalog()),
                Names.quoted(names.hiddenSchema())), row -> names.tailPartition(row.getString(1))).stream()
                .flatMap(Optional::stream).sorted().toList();
    }

    /** The landing partitions whose tail tables a rollback needs. */
    Set<LandingPartition> tailKept() {
        return kept().values().stream().flatMap(text -> names.tailIn(text).stream()).collect(Collectors.toSet());
    }

    /** The views before the last flip, by the names that they are published under; those that there were. */
    Map<String, String> kept() {
        Map<String, String> kept = new TreeMap<>();
        for (String view : names.views()) {
            trino.viewText(names.keptView(view)).ifPresent(text -> kept.put(names.view(view), text));
        }
        return kept;
    }

    List<String> schemas() {
        return List.of(schema(names.catalog(), names.schema()), schema(names.catalog(), names.hiddenSchema()),
                schema(names.landingCatalog(), names.hiddenSchema()));
    }

    /** Opens a tail table if it is not there. */
    void open(LandingPartition partition) {
        trino.ensure(Step.OPEN, tail(partition).create());
    }

    TailTable tail(LandingPartition partition) {
        return new TailTable(spec, names, partition);
    }

    private static String schema(String catalog, String schema) {
        return "CREATE SCHEMA IF NOT EXISTS " + Names.quoted(catalog) + "." + Names.quoted(schema);
    }
}
