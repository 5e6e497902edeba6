package dev.freshet.spec.sql;

import dev.freshet.core.Boundary;
import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The queries that compare an ingest unit in the tail with the same unit in history. Each returns one row: the number
 * of rows (bigint), a checksum (varbinary) for each column of the spec, the number of rejects (bigint) and their
 * checksum (varbinary). The checksums are Trino's {@code checksum}, a sum over the hashes of the values: of a column's
 * values in each group of {@link RowGroups}, then of these. One for each column costs a seventh of one over all of them
 * as a {@code ROW}, which Trino hashes as a sum, too.
 */
public record Reconciliation(DatasetSpec spec, Names names, IngestUnit unit, Stored stored) {
    /** Of an ingest unit in history. */
    public Reconciliation(DatasetSpec spec, Names names, IngestUnit unit) {
        this(spec, names, unit, Stored.inHistory(names, unit));
    }

    /**
     * The rows and rejects that history keeps of files that are gone from the tail.
     *
     * @param rowsSnapshot the snapshot of history with the rows
     * @param rejectsSnapshot the snapshot of the quarantine with the rejects
     * @param files the {@code freshet_file} values that are kept
     * @param others the partition's other {@code freshet_file} values. The query uses the shorter list, as SQL text is
     *        limited to a million characters.
     * @param erased which of these rows and rejects are not kept, if any
     */
    public record Kept(String rowsSnapshot, String rejectsSnapshot, List<Long> files, List<Long> others,
            Optional<Condition> erased) {
        public Kept {
            files = List.copyOf(files);
            others = List.copyOf(others);
        }

        private String rows() {
            return ofFiles()
                    + erased.map(rows -> " AND NOT coalesce(%s, false)".formatted(rows.historySql())).orElse("");
        }

        private String rejects() {
            return ofFiles() + erased.map(rejects -> " AND NOT (%s)".formatted(rejects.namedSql("line"))).orElse("");
        }

        private String ofFiles() {
            boolean shorter = !others.isEmpty() && others.size() < files.size();
            return (shorter ? others : files).stream().sorted().map(String::valueOf).collect(Collectors.joining(", ",
                    DatasetSpec.FILE_COLUMN + (shorter ? " NOT IN (" : " IN ("), ")"));
        }
    }

    /** Expected figures: those of the tail. */
    public String tail() {
        return expected(List.of(), List.of(), new TreeMap<>());
    }

    /**
     * Expected figures: those of the tail and of what history keeps.
     *
     * @param without paths of files in the tail that are not ingested
     * @param setAside reject reasons by path of files that cannot be read
     */
    public String expected(List<String> without, List<Kept> kept, SortedMap<String, String> setAside) {
        TailTable tail = new TailTable(spec, names, unit.landed());
        String files = unit.tailPredicate(Stream.concat(without.stream(), setAside.keySet().stream()).toList());
        return figures(
                union(tail.rows(files),
                        kept.stream()
                                .map(k -> views().rows(names.history() + as(k.rowsSnapshot()),
                                        unit.historyPredicate() + " AND " + k.rows(), "history"))),
                union(tail.rejects(files), Stream.concat(
                        new SetAside(new TreeMap<>(Map.of(unit.landed(), setAside))).rejects().stream(),
                        kept.stream().map(k -> views().rejects(names.historyRejects() + as(k.rejectsSnapshot()),
                                unit.historyPredicate() + " AND " + k.rejects(), "history")))));
    }

    /**
     * The tail's figures by file: {@code file} (varchar), {@code rows} and {@code rejects} (bigint).
     *
     * @param without paths of files in the tail that were not read
     */
    public String byFile(Collection<String> without) {
        return new TailTable(spec, names, unit.landed()).byFile(unit.tailPredicate(without));
    }

    /**
     * @param rowsSnapshot the snapshot of history to read; need not be the current one
     * @param rejectsSnapshot the snapshot of the quarantine to read
     */
    public String history(String rowsSnapshot, String rejectsSnapshot) {
        return figures(views().rows(stored.rows() + as(rowsSnapshot), stored.rowsWhere(), "history"),
                rejects(rejectsSnapshot));
    }

    /**
     * The lines of the raw files as bytes, by file: {@code file} (varchar), {@code lines} (bigint), the checksums of
     * {@code line} and {@code rest} (varbinary). A file without lines is missing.
     *
     * @param without paths of files in the tail that are not ingested
     */
    public String lines(Collection<String> without) {
        return new TailTable(spec, names, unit.landed()).lines(unit.tailPredicate(without));
    }

    /**
     * The rows of history by {@link RowGroups}: group and number of rows (bigint), a checksum (varbinary) for each
     * column of the spec.
     *
     * @param snapshot the snapshot of history to read; need not be the current one
     */
    public String stored(String snapshot) {
        String checksums = spec.columns().stream().map(column -> ", checksum(%s)"
                .formatted(ValueSql.cast(Names.quoted(column.historyName()), column.type())))
                .collect(Collectors.joining());
        return """
               SELECT %s, count(*)%s
               FROM %s%s
               WHERE %s
               GROUP BY 1""".formatted(RowGroups.of(spec).sql(), checksums, stored.rows(), as(snapshot),
                stored.rowsWhere());
    }

    /**
     * The figures of the tail's lines in a sample, and of its rejects there.
     *
     * @param without paths of files in the tail that are not ingested
     * @param setAside reject reasons by path of files that cannot be read
     */
    public String sample(List<String> without, SortedMap<String, String> setAside, LineSample sample) {
        TailTable tail = new TailTable(spec, names, unit.landed());
        String files = unit.tailPredicate(Stream.concat(without.stream(), setAside.keySet().stream()).toList());
        String checksums = spec.columns().stream()
                .map(column -> ", checksum(%s) FILTER (WHERE is_row)".formatted(Names.quoted(column.name())))
                .collect(Collectors.joining());
        String noRow = "SELECT %sfalse, file, reason FROM (\n%%s\n)".formatted("NULL, ".repeat(spec.columns().size()));
        return """
               SELECT count(*) FILTER (WHERE is_row) AS rows%s,
                 count(reason) AS rejects, checksum(file || ': ' || reason) FILTER (WHERE reason IS NOT NULL)
               FROM (
               %s
               )""".formatted(checksums, union(tail.read(files + " AND " + sample.sql()),
                new SetAside(new TreeMap<>(Map.of(unit.landed(), setAside))).rejects().stream().map(noRow::formatted)));
    }

    /** @param snapshot the snapshot of the quarantine to read */
    public String storedRejects(String snapshot) {
        return rejectFigures(rejects(snapshot));
    }

    private static String rejectFigures(String rejects) {
        return "SELECT count(*) AS rejects, checksum(file || ': ' || reason) FROM (\n%s\n)".formatted(rejects);
    }

    private String rejects(String snapshot) {
        return views().rejects(stored.rejects() + as(snapshot), stored.rejectsWhere(), "history");
    }

    private Views views() {
        return new Views(spec, names, new Boundary(unit.landed()), unit.landed(), Optional.empty());
    }

    private static String as(String snapshot) {
        return " FOR VERSION AS OF " + snapshot;
    }

    private static String union(String first, Stream<String> more) {
        return Stream.concat(Stream.of(first), more).collect(Collectors.joining("\nUNION ALL\n"));
    }

    private String figures(String rows, String rejects) {
        StringBuilder ofGroup = new StringBuilder();
        StringBuilder ofAll = new StringBuilder();
        for (int i = 0; i < spec.columns().size(); i++) {
            ofGroup.append(", checksum(%s) AS c%d".formatted(Names.quoted(spec.columns().get(i).name()), i));
            ofAll.append(", checksum(to_big_endian_64(row_group) || c%d)".formatted(i));
        }
        return """
               SELECT *
               FROM (SELECT coalesce(sum(rows), 0) AS rows%s FROM (
               SELECT %s AS row_group, count(*) AS rows%s FROM (
               %s
               )
               GROUP BY 1
               ))
               CROSS JOIN (%s)""".formatted(ofAll, RowGroups.of(spec).byKey(), ofGroup, rows, rejectFigures(rejects));
    }
}
