package dev.freshet.transform.publish;

import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Reconciliation;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Kept;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.Staged;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a landing partition in the tail with what is staged for history. Trino computes both figures. */
public record Reconciler(DatasetSpec spec, Names names, TrinoSession trino) {
    /** A message names at most this many files. */
    private static final int FILES = 3;

    /** @param columns the checksum of each column of the spec */
    private record Figures(long rows, List<String> columns, long rejects, String rejectsChecksum) {}

    /**
     * What differs, with both figures; empty if the staged data equals the tail plus what history keeps.
     *
     * @param without paths of files in the tail that were not ingested
     * @param setAside reject reasons by path of files that cannot be read
     */
    public Optional<String> difference(Staged staged, List<String> without, SortedMap<String, String> setAside) {
        Reconciliation queries = new Reconciliation(spec, names, staged.unit());
        Figures tail = figures(queries.expected(without, kept(staged.written()), setAside));
        Figures history;
        try {
            history = figures(queries.history(String.valueOf(staged.rowsSnapshot()),
                    String.valueOf(staged.rejectsSnapshot())));
        } catch (LakehouseException e) {
            if (TrinoSession.isAnswer(e)) {
                return Optional.of("history cannot be read: " + e.getCause().getMessage());
            }
            throw e;
        }
        List<String> differences = differences(tail, history);
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        differences.addAll(byFile(queries, staged.written().inputs(),
                Stream.concat(without.stream(), setAside.keySet().stream()).collect(Collectors.toSet())));
        return Optional.of(String.join("; ", differences));
    }

    private List<String> differences(Figures tail, Figures history) {
        List<String> differences = new ArrayList<>();
        compare(differences, "rows", tail.rows(), history.rows());
        compare(differences, "rejects", tail.rejects(), history.rejects());
        if (differences.isEmpty()) {
            for (int i = 0; i < spec.columns().size(); i++) {
                compare(differences, "column " + spec.columns().get(i).name(), tail.columns().get(i),
                        history.columns().get(i));
            }
            compare(differences, "rejects", tail.rejectsChecksum(), history.rejectsChecksum());
        }
        return differences;
    }

    /** The files whose figures differ, for people; the first ones. */
    private List<String> byFile(Reconciliation queries, Inputs read, Set<String> without) {
        Map<String, String> history = new TreeMap<>();
        read.files().stream().filter(file -> !without.contains(file.path()) && file.rows() + file.rejects() > 0)
                .forEach(file -> history.put(file.path(), counts(file.rows(), file.rejects())));
        Map<String, String> tail = new TreeMap<>();
        trino.query(queries.byFile(without),
                row -> tail.put(row.getString(1), counts(row.getLong(2), row.getLong(3))));
        Set<String> paths = new TreeSet<>(tail.keySet());
        paths.addAll(history.keySet());
        return paths.stream().filter(path -> !Objects.equals(tail.get(path), history.get(path))).limit(FILES)
                .map(path -> "%s: tail %s, history %s".formatted(path, tail.getOrDefault(path, "nothing"),
                        history.getOrDefault(path, "nothing")))
                .toList();
    }

    private static String counts(long rows, long rejects) {
        return "%d rows and %d rejects".formatted(rows, rejects);
    }

    private static List<Reconciliation.Kept> kept(Written written) {
        return written.kept().stream().filter(kept -> !kept.files().isEmpty())
                .map(kept -> new Reconciliation.Kept(String.valueOf(kept.rowsSnapshot()),
                        String.valueOf(kept.rejectsSnapshot()),
                        ids(kept.files().stream()), others(written, kept)))
                .toList();
    }

    /** A killed run may have left rejects of files that this run has read again. */
    private static List<Long> others(Written written, Kept kept) {
        return kept.others().isEmpty() ? List.of()
                : ids(Stream.concat(kept.others().stream(), written.inputs().files().stream()
                        .filter(file -> !kept.files().contains(file))).distinct());
    }

    private static List<Long> ids(Stream<Inputs.Input> files) {
        return files.map(Inputs.Input::id).distinct().toList();
    }

    private static void compare(List<String> differences, String figure, long tail, long history) {
        if (tail != history) {
            differences.add("%s: tail %d, history %d (%+d)".formatted(figure, tail, history, history - tail));
        }
    }

    private static void compare(List<String> differences, String figure, String tail, String history) {
        if (!tail.equals(history)) {
            differences.add("%s: checksum of tail %s, history %s".formatted(figure, tail, history));
        }
    }

    private Figures figures(String query) {
        int columns = spec.columns().size();
        return trino.query(query, row -> new Figures(row.getLong(1), checksums(row, columns),
                row.getLong(columns + 2), hex(row.getBytes(columns + 3)))).get(0);
    }

    private static List<String> checksums(ResultSet row, int columns) throws SQLException {
        List<String> checksums = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            checksums.add(hex(row.getBytes(i + 2)));
        }
        return checksums;
    }

    private static String hex(byte[] checksum) {
        return checksum == null ? "none" : HexFormat.of().formatHex(checksum);
    }
}
