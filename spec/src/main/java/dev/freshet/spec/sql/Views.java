package dev.freshet.spec.sql;

import dev.freshet.core.Boundary;
import dev.freshet.core.Ingested;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The views that users query. Every branch lists and casts all columns, so that no change to a table below changes
 * them. It bounds {@code landed_on} with literals, so that Trino prunes branches that a query excludes.
 *
 * @param tailUntil the first landing partition that the tail does not serve; each earlier one from the boundary on has
 *        its own tail table
 * @param previous the boundary that a rollback restores
 * @param setAside raw files that the tail leaves out
 * @param hot what is read from the hot table in place of raw files
 * @param rollbacks how many there have been. The comment of each view tells it.
 */
public record Views(DatasetSpec spec, Names names, Boundary boundary, LandingPartition tailUntil,
        Optional<Boundary> previous, SetAside setAside, Hot hot, int rollbacks) {
    public Views(DatasetSpec spec, Names names, Boundary boundary, LandingPartition tailUntil,
            Optional<Boundary> previous) {
        this(spec, names, boundary, tailUntil, previous, SetAside.NONE, Hot.NONE, 0);
    }

    /** All of them, in the order in which a flip replaces them. */
    public List<View> all(Instant publishedAt) {
        return hot.ingest() == 0 ? List.of(live(publishedAt), t1(), rejects())
                : List.of(live(publishedAt), ingested(), t1(), rejects());
    }

    /** The live view: history before the boundary, the hot table and the tail from it on. */
    public View live(Instant publishedAt) {
        return view(names.dataset(), spec.publication(boundary, publishedAt, tailUntil, previous).comment(),
                Stream.concat(ingestedRows(), tail(TailTable::rows)));
    }

    /** The T-1 view: history before the boundary. */
    public View t1() {
        return view(names.dataset() + Names.T1_SUFFIX, spec.t1Comment(), Stream.of(history()));
    }

    /** The ingested view: the live view without raw files. The first intraday ingest creates it. */
    public View ingested() {
        Optional<Ingested.Completeness> complete = hot.completeness()
                .map(known -> known.after(boundary.historyDataAsOf(spec.zone())));
        return view(names.dataset() + Names.INGESTED_SUFFIX,
                new Ingested(boundary, hot.in(tail().toList()).count(), complete).comment(spec.name()), ingestedRows());
    }

    private Stream<String> ingestedRows() {
        return Stream.concat(Stream.of(history()),
                hotTail().map(part -> rows(names.hot() + part.rowsVersion(), part.predicate(), "hot")));
    }

    private String history() {
        return rows(names.history(), boundary.historyPredicate(), "history");
    }

    /** The quarantine over history, hot table and tail: {@code landed_on, file, line, reason, served_from}. */
    public View rejects() {
        return view(names.dataset() + Names.REJECTS_SUFFIX, "freshet quarantine of " + spec.name(),
                Stream.of(Stream.of(rejects(names.historyRejects(), boundary.historyPredicate(), "history")),
                        hotTail().map(part -> rejects(names.hotRejects() + part.rejectsVersion(), part.predicate(),
                                "hot")),
                        setAside.in(tail().toList()::contains).rejects().stream(),
                        tail(TailTable::rejects)).flatMap(branch -> branch));
    }

    /**
     * An Iceberg table's rows with the views' columns.
     *
     * @param table its name, and its version if not the current one
     */
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

    /** A quarantine table's rejects with the quarantine view's columns. */
    String rejects(String table, String predicate, String servedFrom) {
        return """
               SELECT
                 landed_on, file, line, reason,
                 CAST('%s' AS varchar) AS served_from
               FROM %s
               WHERE %s""".formatted(servedFrom, table, predicate);
    }

    /** What is hot of the tail, if anything. */
    private Stream<Hot> hotTail() {
        return Stream.of(hot.in(tail().toList())).filter(part -> !part.files().isEmpty());
    }

    private Stream<LandingPartition> tail() {
        return boundary.tail(tailUntil);
    }

    private Stream<String> tail(BiFunction<TailTable, String, String> query) {
        return tail().map(partition -> query.apply(new TailTable(spec, names, partition),
                hot.tailPredicate(partition, setAside.of(partition).keySet())));
    }

    private View view(String name, String comment, Stream<String> branches) {
        return new View(names.view(name), comment + View.rollbacks(rollbacks),
                branches.collect(Collectors.joining("\nUNION ALL\n")));
    }
}
