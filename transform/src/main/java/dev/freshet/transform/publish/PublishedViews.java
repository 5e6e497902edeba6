package dev.freshet.transform.publish;

import dev.freshet.core.Boundary;
import dev.freshet.core.Ingested;
import dev.freshet.core.Ingested.Completeness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Hot;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.spec.sql.TailTable;
import dev.freshet.spec.sql.View;
import dev.freshet.spec.sql.Views;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.SpecRefusedException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The dataset's views and tail tables in Trino: reads what is published, opens tail tables and replaces views. */
public final class PublishedViews {
    private final DatasetSpec spec;
    private final Names names;
    private final TrinoSession trino;
    private final Map<String, Optional<String>> texts;
    private final boolean isMoved;
    private final Hot hot;

    private PublishedViews(DatasetSpec spec, Names names, TrinoSession trino, Map<String, Optional<String>> texts,
            boolean isMoved, Hot hot) {
        this.isMoved = isMoved;
        this.hot = hot;
        this.spec = spec;
        this.names = names;
        this.trino = trino;
        this.texts = texts;
    }

    /**
     * @param hot what the hot table can serve; read before the views, so that they are never ahead of it
     * @throws LakehouseException if the live view's comment was changed
     * @throws SpecRefusedException if one of the views was not made from this spec
     */
    public static PublishedViews read(DatasetSpec spec, Names names, TrinoSession trino, Hot hot) {
        Map<String, Optional<String>> texts = texts(spec, names, trino);
        boolean isMoved = new Claim(spec, names, trino).check(texts);
        texts.get(names.liveView()).filter(text -> Publication.read(text).isEmpty()).ifPresent(text -> {
            throw new LakehouseException(
                    "Cannot read what is published: the comment of %s is not Freshet's (restore it)"
                            .formatted(names.liveView()));
        });
        return new PublishedViews(spec, names, trino, texts, isMoved, hot);
    }

    /** The views' texts as Trino shows them, by name. */
    private static Map<String, Optional<String>> texts(DatasetSpec spec, Names names, TrinoSession trino) {
        Map<String, Optional<String>> texts = new TreeMap<>();
        for (String view : spec.views()) {
            texts.put(names.view(view), trino.viewText(names.view(view)));
        }
        return texts;
    }

    /** What the last flip published; empty before the first. */
    public Optional<Publication> live() {
        return texts.get(names.liveView()).flatMap(Publication::read);
    }

    /** @throws LakehouseException before the first flip */
    public Publication requireLive() {
        return live().orElseThrow(() -> new LakehouseException(
                "Cannot find %s: nothing has been published yet (publish it with ./freshet run)"
                        .formatted(names.liveView())));
    }

    /**
     * What is published; empty before the first flip. If the views differ, because a run was killed between them or
     * another run overwrote one, the furthest view counts. A view that was rolled back counts more, unless that
     * rollback is still announced: then it may have been killed, and is not made.
     */
    public Optional<Span> span() {
        return live().map(publication -> {
            int rollbacks = texts.get(names.liveView()).map(View::rollbacksIn).orElseThrow();
            Span span = new Span(publication.boundary(), tailUntil(publication), publication.previous(), setAside(),
                    hot, rollbacks);
            for (String text : texts.values().stream().flatMap(Optional::stream).toList()) {
                Boundary boundary = Boundary.inViewText(text).orElse(publication.boundary());
                LandingPartition until = tailEnd(text).orElse(boundary.shortestTailEnd());
                int made = publication.rollingBackTo().isPresent() ? rollbacks : View.rollbacksIn(text);
                span = span.atLeast(new Span(boundary, until, Optional.of(publication.boundary())
                        .filter(live -> live.isBefore(boundary)), SetAside.NONE, hot, made));
            }
            return span.with(known(span));
        });
    }

    /** How many rollbacks the views know of, also if the live view is missing. */
    public int rollbacks() {
        return texts.values().stream().flatMap(Optional::stream).mapToInt(View::rollbacksIn).max().orElse(0);
    }

    /** What the hot table can serve, and how complete it is, if the ingested view shows just that. */
    private Hot known(Span span) {
        return ingested().filter(now -> !span.boundary().isBefore(now.boundary()))
                .filter(now -> texts.get(names.ingestedView()).flatMap(View::digestIn)
                        .equals(Optional.of(new Views(spec, names, now.boundary(), span.until(), Optional.empty(),
                                SetAside.NONE, hot, 0).ingested().digest())))
                .flatMap(Ingested::completeness).map(hot::with).orElse(hot);
    }

    /** The raw files that the tail leaves out. */
    public SetAside setAside() {
        return texts.get(names.rejectsView()).map(SetAside::inViewText).orElse(SetAside.NONE);
    }

    private LandingPartition tailUntil(Publication publication) {
        return publication.tail().map(Publication.Tail::until).orElse(publication.boundary().shortestTailEnd());
    }

    /** The first landing partition after the last tail table in a view's text. */
    private Optional<LandingPartition> tailEnd(String text) {
        return names.tailIn(text).stream().max(Comparator.naturalOrder()).map(LandingPartition::next);
    }

    /** The views that are missing or differ from what should be published. */
    public List<View> outdated(Span span, Instant at) {
        return views(span).all(at).stream().filter(view -> !isPublished(view)).toList();
    }

    private Views views(Span span) {
        return new Views(spec, names, span.boundary(), span.until(), span.previous(), span.setAside(), span.hot(),
                span.rollbacks());
    }

    private boolean isPublished(View view) {
        Optional<String> text = texts.get(view.name());
        return text.flatMap(View::digestIn).equals(Optional.of(view.digest()))
                && text.flatMap(Publication::read).flatMap(Publication::rollingBackTo).isEmpty()
                && text.flatMap(Publication::groupIn).equals(Publication.groupIn(view.comment()))
                && (!Ingested.saysUntil(view.comment()) || text.filter(Ingested::saysUntil).isPresent());
    }

    /** Whether the first of these views still lacks its new text, so that this run has replaced none of them. */
    public boolean isFirst(List<View> views) {
        return !trino.viewText(views.get(0).name()).flatMap(View::digestIn)
                .equals(Optional.of(views.get(0).digest()));
    }

    /**
     * Whether the published columns differ from the spec's. Compares the T-1 view, which has no tail, by its own
     * boundary: a run that was killed has not replaced it.
     */
    public boolean isReshaped() {
        return texts.get(names.t1View()).filter(text -> Boundary.inViewText(text)
                .map(boundary -> new Views(spec, names, boundary, boundary.shortestTailEnd(), Optional.empty()).t1())
                .filter(t1 -> View.digestIn(text).filter(digest -> !digest.equals(t1.digest())).isPresent())
                .isPresent()).isPresent();
    }

    /**
     * The live view and the quarantine view with a longer tail, made from their own texts: a changed spec cannot be
     * published before history has changed as well.
     */
    public List<View> extended(LandingPartition until) {
        Publication live = requireLive();
        return Stream.of(names.liveView(), names.rejectsView()).flatMap(name -> texts.get(name).stream()
                .map(text -> View.extended(name, text, names, live, tailEnd(text).orElseThrow(), until))).toList();
    }

    /**
     * Replaces a view.
     *
     * @throws ConcurrentRunException if the view is no longer the one that was read
     */
    public void flip(View view) {
        replace(view.name(), view.createOrReplace());
    }

    private void replace(String view, String statement) {
        try {
            trino.execute(Step.FLIP, () -> {
                requireUnchanged(view);
                return statement;
            });
        } catch (LakehouseException e) {
            requireUnchanged(view);
            throw e;
        }
    }

    private void requireUnchanged(String view) {
        if (!trino.viewText(view).equals(texts.get(view))) {
            throw replaced();
        }
    }

    private ConcurrentRunException replaced() {
        return new ConcurrentRunException(spec.name(), "replaced the views");
    }

    /** What the ingested view holds; empty before the first intraday ingest. */
    public Optional<Ingested> ingested() {
        return Optional.ofNullable(texts.get(names.ingestedView())).flatMap(text -> text).flatMap(Ingested::read);
    }

    /** Whether these views replace an ingested view that readers take for more complete than it will be. */
    public boolean claimsMore(List<View> views, Hot wanted) {
        return views.stream().anyMatch(view -> view.name().equals(names.ingestedView()))
                && ingested().flatMap(Ingested::completeUntil)
                        .filter(until -> wanted.completeness().flatMap(Completeness::until)
                                .filter(at -> !at.isBefore(until)).isEmpty())
                        .isPresent();
    }

    /**
     * Takes back what the comment of the ingested view says of its completeness.
     *
     * @return what is published then; no other view is read again
     * @throws ConcurrentRunException if the view is no longer the one that was read
     */
    public PublishedViews withdrawn() {
        String view = names.ingestedView();
        replace(view, View.copy(Ingested.withdrawn(texts.get(view).orElseThrow()), view));
        Map<String, Optional<String>> now = new TreeMap<>(texts);
        now.put(view, trino.viewText(view));
        return new PublishedViews(spec, names, trino, now, isMoved, hot);
    }

    /**
     * Announces a rollback in the live view.
     *
     * @throws ConcurrentRunException if the view is no longer the one that was read
     */
    public void announceRollback(Boundary to) {
        String live = texts.get(names.liveView()).orElseThrow();
        replace(names.liveView(), View.copy(Publication.rollingBack(live, to), names.liveView()));
    }

    /** Landing partitions that currently have a tail table. */
    public List<LandingPartition> tailTables() {
        return trino.query("SHOW TABLES FROM %s.%s".formatted(Names.quoted(names.landingCatalog()),
                Names.quoted(names.hiddenSchema())), row -> names.tailPartition(row.getString(1))).stream()
                .flatMap(Optional::stream).sorted().toList();
    }

    /** Whether neither the published views nor a rollback needs this partition's tail table. */
    public boolean isDone(LandingPartition partition) {
        return span().filter(span -> span.previous().orElse(span.boundary()).servesFromHistory(partition)
                && span.boundary().servesFromHistory(partition)).isPresent();
    }

    public List<String> schemas() {
        return List.of(schema(names.catalog(), names.schema()), schema(names.catalog(), names.hiddenSchema()),
                schema(names.landingCatalog(), names.hiddenSchema()));
    }

    /** Whether an intraday ingest has replaced the views since, and nothing else has. */
    public boolean differsOnlyInHot(PublishedViews later) {
        return span().map(span -> span.with(Hot.NONE)).equals(later.span().map(span -> span.with(Hot.NONE)));
    }

    /** Whether one of the views reads the hot table or its quarantine. */
    public boolean readsHot() {
        return texts.values().stream().flatMap(Optional::stream)
                .anyMatch(names::readsHot);
    }

    /** Creates a tail table if it does not exist. */
    public void open(LandingPartition partition) {
        trino.ensure(Step.OPEN, tail(partition).create());
    }

    /** Whether the tail still reads the directories of another layout. */
    public boolean isMoved() {
        return isMoved;
    }

    /**
     * Makes tail tables again, by the spec's layout, and their directories. Queries can fail meanwhile.
     *
     * @param tail oldest first, as the last table tells whether the tail has moved
     * @return what is published then; this, if the tail reads the directories that it has read
     */
    public PublishedViews reopened(List<LandingPartition> tail) {
        for (LandingPartition partition : tail) {
            trino.ensure(Step.OPEN, tail(partition).drop());
            open(partition);
        }
        return isMoved ? read(spec, names, trino, hot) : this;
    }

    /** The statements of {@link #reopened}. */
    public List<String> reopenText(List<LandingPartition> tail) {
        return tail.stream().flatMap(day -> Stream.of(tail(day).drop(), tail(day).create())).toList();
    }

    public TailTable tail(LandingPartition partition) {
        return new TailTable(spec, names, partition);
    }

    private static String schema(String catalog, String schema) {
        return "CREATE SCHEMA IF NOT EXISTS " + Names.quoted(catalog) + "." + Names.quoted(schema);
    }
}
