package dev.freshet.spec.sql;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The views that users query. Every branch lists and casts all columns, so that a change to an underlying table cannot
 * change a view's columns. It bounds {@code landed_on} with literals, so that Trino prunes branches that a query
 * excludes.
 *
 * @param tailUntil the first landing partition that the tail does not serve; each earlier one from the boundary on has
 *        its own tail table
 * @param previous the boundary that a rollback restores
 * @param setAside raw files that the tail leaves out
 * @param hot what is read from the hot table in place of raw files
 */
public record Views(DatasetSpec spec, Names names, Boundary boundary, LandingPartition tailUntil,
        Optional<Boundary> previous, SetAside setAside, Hot hot) {
    public Views(DatasetSpec spec, Names names, Boundary boundary, LandingPartition tailUntil,
            Optional<Boundary> previous) {
        this(spec, names, boundary, tailUntil, previous, SetAside.NONE, Hot.NONE);
    }

    /** All three, in the order in which a flip replaces them. */
    public List<View> all(Instant publishedAt) {
        return List.of(live(publishedAt), t1(), rejects());
    }

    /** The live view: history before the boundary, the hot table and the tail from it on. */
    public View live(Instant publishedAt) {
        return view(names.dataset(), spec.publication(boundary, publishedAt, tailUntil, previous).comment(),
                Stream.of(Stream.of(history(boundary.historyPredicate(), "")), hotRows(), tail(TailTable::rows))
                        .flatMap(branch -> branch));
    }

    /** The T-1 view: history before the boundary. */
    public View t1() {
        return view(names.dataset() + Names.T1_SUFFIX, Publication.T1_VIEW + spec.name(),
                Stream.of(history(boundary.historyPredicate(), "")));
    }

    /** The quarantine over history, hot table and tail: {@code landed_on, file, line, reason, served_from}. */
    public View rejects() {
        return view(names.dataset() + Names.REJECTS_SUFFIX, "freshet quarantine of " + spec.name(),
                Stream.of(Stream.of(historyRejects(boundary.historyPredicate(), "")), hotRejects(),
                        setAside.in(tail().toList()::contains).rejects().stream(),
                        tail(TailTable::rejects)).flatMap(branch -> branch));
    }

    /**
     * History's rows with the views' columns.
     *
     * @param version {@code FOR VERSION AS OF ...}, or nothing for the current one
     */
    String history(String predicate, String version) {
        return rows(names.history() + version, predicate, "history");
    }

    private Stream<String> hotRows() {
        Hot some = hot.in(tail().toList());
        return some.files().isEmpty() ? Stream.empty()
                : Stream.of(rows(names.hot() + some.rowsVersion(), some.predicate(), "hot"));
    }

    /** An Iceberg table's rows with the views' columns. */
    String rows(String table, String predicate, String servedFrom) {
        String columns = spec.columns().stream().map(c -> "  %s AS %s,\n"
                .formatted(ValueSql.cast(Names.quoted(c.historyName()), c.type()), Names.quoted(c.name())))
                .collect(Collectors.joining());
        return """
               SELECT
               %s  landed_on,
                 CAST('%s' AS varchar) AS served_from
               FROM %s
               WHERE %s""".formatted(columns, servedFrom, table, predicate);
    }

    /** History's rejects with the quarantine view's columns. */
    String historyRejects(String predicate, String version) {
        return rejects(names.historyRejects() + version, predicate, "history");
    }

    private Stream<String> hotRejects() {
        Hot some = hot.in(tail().toList());
        return some.files().isEmpty() ? Stream.empty()
                : Stream.of(rejects(names.hotRejects() + some.rejectsVersion(), some.predicate(), "hot"));
    }

    /** A quarantine table's rejects with the quarantine view's columns. */
    String rejects(String table, String predicate, String servedFrom) {
        return """
               SELECT
                 landed_on, file, line, reason,
                 CAST('%s' AS varchar) AS served_from
               FROM %s
               WHERE %s""".formatted(servedFrom, table, predicate);
    }

    private Stream<LandingPartition> tail() {
        return boundary.tail(tailUntil);
    }

    private Stream<String> tail(BiFunction<TailTable, String, String> query) {
        return tail().map(partition -> query.apply(new TailTable(spec, names, partition),
                files(partition)));
    }

    private String files(LandingPartition partition) {
        return hot.tailPredicate(partition, setAside.of(partition).keySet());
    }

    private View view(String name, String comment, Stream<String> branches) {
        return new View(names.view(name), comment, branches.collect(Collectors.joining("\nUNION ALL\n")));
    }
}
