package dev.freshet.transform.publish;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.LineSample;
import dev.freshet.spec.sql.Reconciliation;
import dev.freshet.spec.sql.RowGroups;
import dev.freshet.transform.checksum.RowsChecksum;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.engine.Checksums;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.history.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows apart what the full comparison shows at once. The batch has read the lines that the tail has, history has all
 * that the batch has written, and a sample of the lines is read alike.
 */
record SampledReconciler(DatasetSpec spec, Reconciliation queries, TrinoSession trino) {
    private record Group(long rows, List<String> columns) {
        private static final Group EMPTY = new Group(0, List.of());

        private static Group of(RowsChecksum rows) {
            return new Group(rows.rows(), rows.byColumn());
        }
    }

    /** Stops at the first of the three that does not hold. */
    List<String> differences(Staged staged, List<String> without, SortedMap<String, String> setAside) {
        Checksums written = staged.written().checksums().orElseThrow();
        List<String> differences = lines(written, Stream.concat(without.stream(), setAside.keySet().stream()).toList());
        if (differences.isEmpty()) {
            differences = Reconciler.onHistory(() -> stored(staged, written));
        }
        return differences.isEmpty() ? sample(written, without, setAside) : differences;
    }

    private List<String> lines(Checksums written, List<String> without) {
        Map<String, String> tail = new TreeMap<>();
        trino.query(queries.lines(without), row -> tail.put(row.getString(1),
                lines(row.getLong(2), Figures.checksum(row, 3), Figures.checksum(row, 4))));
        Map<String, String> read = new TreeMap<>();
        written.lines()
                .forEach((path, lines) -> read.put(path, lines(lines.lines(), lines.line(), lines.rest())));
        return Stream.concat(tail.keySet().stream(), read.keySet().stream()).distinct().sorted()
                .filter(path -> !Objects.equals(tail.get(path), read.get(path))).limit(Reconciler.FILES)
                .map(path -> "%s: tail %s, batch %s".formatted(path, tail.getOrDefault(path, "no line"),
                        read.getOrDefault(path, "no line")))
                .toList();
    }

    private static String lines(long count, String line, String rest) {
        return "%d lines with %s, %s".formatted(count, checksum(line), rest);
    }

    private List<String> stored(Staged staged, Checksums written) {
        SortedMap<Integer, Group> stored = new TreeMap<>();
        trino.query(queries.stored(String.valueOf(staged.rowsSnapshot())), row -> stored.put(row.getInt(1),
                new Group(row.getLong(2), Figures.checksums(row, 3, spec.columns().size()))));
        List<String> differences = new ArrayList<>();
        TreeSet<Integer> groups = new TreeSet<>(stored.keySet());
        groups.addAll(written.rows().keySet());
        for (int group : groups) {
            Group expected = written.rows().containsKey(group) ? Group.of(written.rows().get(group)) : Group.EMPTY;
            compare(differences, expected, stored.getOrDefault(group, Group.EMPTY),
                    files(staged.written().inputs(), group));
        }
        String rejects = trino.query(queries.storedRejects(String.valueOf(staged.rejectsSnapshot())),
                row -> rejects(row.getLong(1), Figures.checksum(row, 2))).get(0);
        compare(differences, "rejects", rejects(written.rejects().count(), written.rejects().hex()), rejects);
        return differences;
    }

    private void compare(List<String> differences, Group written, Group stored, String files) {
        if (written.rows() != stored.rows()) {
            compare(differences, "rows of " + files, String.valueOf(written.rows()), String.valueOf(stored.rows()));
            return;
        }
        for (int i = 0; i < written.columns().size(); i++) {
            compare(differences, "column %s in rows of %s".formatted(spec.columns().get(i).name(), files),
                    checksum(written.columns().get(i)), checksum(stored.columns().get(i)));
        }
    }

    private static void compare(List<String> differences, String figure, String written, String stored) {
        if (!written.equals(stored)) {
            differences.add("%s: written %s, history %s".formatted(figure, written, stored));
        }
    }

    private static String rejects(long count, String checksum) {
        return count + " with " + checksum(checksum);
    }

    private static String checksum(String digits) {
        return "checksum " + digits;
    }

    /** The first files of a group. */
    private static String files(Inputs inputs, int group) {
        List<String> files = inputs.files().stream()
                .filter(file -> file.rows() > 0 && RowGroups.has(group, file.id())).map(Inputs.Input::path)
                .sorted().toList();
        return files.isEmpty() ? "other files"
                : files.stream().limit(Reconciler.FILES).collect(Collectors.joining(", "))
                        + (files.size() > Reconciler.FILES ? " or %d more".formatted(files.size() - Reconciler.FILES)
                                : "");
    }

    private List<String> sample(Checksums written, List<String> without, SortedMap<String, String> setAside) {
        LineSample lines = written.lineSample().orElseThrow();
        Figures tail = trino.query(queries.sample(without, setAside, lines),
                row -> Figures.of(row, spec.columns().size())).get(0);
        RowsChecksum rows = written.sample();
        Figures history = new Figures(rows.rows(), rows.byColumn(), written.rejects().count(),
                written.rejects().hex());
        return tail.differences(history, spec.columns()).stream()
                .map(difference -> "in a sample of the lines: " + difference).toList();
    }
}
