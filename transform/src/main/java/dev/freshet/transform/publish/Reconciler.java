package dev.freshet.transform.publish;

import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.ReconcileMode;
import dev.freshet.spec.sql.Reconciliation;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Kept;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.Staged;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a landing partition in the tail with what is staged for history. Trino computes both figures. */
public record Reconciler(DatasetSpec spec, Names names, TrinoSession trino) {
    /** A message names at most this many files. */
    static final int FILES = 3;

    private static final class UnreadableHistoryException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private UnreadableHistoryException(LakehouseException e) {
            super(e.getCause().getMessage(), e);
        }
    }

    /**
     * What differs, with both figures; empty if the staged data equals the tail plus what history keeps.
     *
     * @param without paths of files in the tail that were not ingested
     * @param setAside reject reasons by path of files that cannot be read
     */
    public Optional<String> difference(Staged staged, List<String> without, SortedMap<String, String> setAside,
            ReconcileMode mode) {
        Reconciliation queries = new Reconciliation(spec, names, staged.unit(), staged.stored(names));
        try {
            List<String> differences = switch (mode) {
                case FULL -> full(queries, staged, without, setAside);
                case SAMPLED -> new SampledReconciler(spec, queries, trino).differences(staged, without, setAside);
            };
            return differences.isEmpty() ? Optional.empty()
                    : Optional.of(Stream.concat(differences.stream(), byFile(queries, staged.written().inputs(),
                            Stream.concat(without.stream(), setAside.keySet().stream()).collect(Collectors.toSet()))
                            .stream()).collect(Collectors.joining("; ")));
        } catch (UnreadableHistoryException e) {
            return Optional.of("history cannot be read: " + e.getMessage());
        }
    }

    private List<String> full(Reconciliation queries, Staged staged, List<String> without,
            SortedMap<String, String> setAside) {
        Figures tail = figures(queries.expected(without, kept(staged.written()), setAside));
        Figures history = onHistory(() -> figures(queries.history(String.valueOf(staged.rowsSnapshot()),
                String.valueOf(staged.rejectsSnapshot()))));
        return tail.differences(history, spec.columns());
    }

    /** @throws UnreadableHistoryException if Trino cannot read history */
    static <T> T onHistory(Supplier<T> query) {
        try {
            return query.get();
        } catch (LakehouseException e) {
            throw TrinoSession.isAnswer(e) ? new UnreadableHistoryException(e) : e;
        }
    }

    private Figures figures(String query) {
        return trino.query(query, row -> Figures.of(row, spec.columns().size())).get(0);
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
                        ids(kept.files().stream()), others(written, kept), kept.erased()))
                .toList();
    }

    /** A killed run may have left rejects of files that this run has read again. */
    private static List<Long> others(Written written, Kept kept) {
        Set<Long> files = Set.copyOf(ids(kept.files().stream()));
        return kept.others().isEmpty() ? List.of()
                : ids(Stream.concat(kept.others().stream(), written.inputs().files().stream())).stream()
                        .filter(id -> !files.contains(id)).toList();
    }

    private static List<Long> ids(Stream<Inputs.Input> files) {
        return files.map(Inputs.Input::id).distinct().toList();
    }
}
