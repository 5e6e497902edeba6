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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Compares a landing partition in the tail with what is staged for history. Trino computes both figures. */
public record Reconciler(DatasetSpec spec, Names names, TrinoSession trino) {
    record Figures(long rows, String rowsChecksum, long rejects, String rejectsChecksum) {}

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
        List<String> differences = new ArrayList<>();
        compare(differences, "rows", tail.rows(), history.rows());
        compare(differences, "rejects", tail.rejects(), history.rejects());
        if (differences.isEmpty() && !tail.rowsChecksum().equals(history.rowsChecksum())) {
            differences.add("checksum over all columns: tail %s, history %s".formatted(tail.rowsChecksum(),
                    history.rowsChecksum()));
        }
        if (differences.isEmpty() && !tail.rejectsChecksum().equals(history.rejectsChecksum())) {
            differences.add("checksum over the rejects: tail %s, history %s".formatted(tail.rejectsChecksum(),
                    history.rejectsChecksum()));
        }
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
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

    private Figures figures(String query) {
        return trino.query(query,
                row -> new Figures(row.getLong(1), hex(row.getBytes(2)), row.getLong(3), hex(row.getBytes(4)))).get(0);
    }

    private static String hex(byte[] checksum) {
        return checksum == null ? "none" : HexFormat.of().formatHex(checksum);
    }
}
