package dev.freshet.transform.engine;

import dev.freshet.spec.sql.Condition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows and rejects of a landing partition to take over from history, as their raw files are gone or were replaced.
 *
 * @param rowsSnapshot the snapshot of history with the rows
 * @param rejectsSnapshot the snapshot of the quarantine with the rejects
 * @param files the raw files they came from
 * @param others the raw files of the partition's other rows in that snapshot; empty if unknown
 * @param erased which of these rows and rejects are not taken over, if any
 */
public record Kept(Long rowsSnapshot, Long rejectsSnapshot, List<Inputs.Input> files, List<Inputs.Input> others,
        Optional<Condition> erased) {
    /** All rows and rejects of the files. */
    public Kept(Long rowsSnapshot, Long rejectsSnapshot, List<Inputs.Input> files, List<Inputs.Input> others) {
        this(rowsSnapshot, rejectsSnapshot, files, others, Optional.empty());
    }

    public Kept {
        files = List.copyOf(files);
        others = List.copyOf(others);
    }

    /** The same without the files of these paths. */
    public Kept without(Set<String> paths) {
        return new Kept(rowsSnapshot, rejectsSnapshot,
                files.stream().filter(file -> !paths.contains(file.path())).toList(), List.of(), erased);
    }

    /** The same without the rows that a condition selects, and without the rejects that name its values. */
    public Kept without(Condition rows) {
        return new Kept(rowsSnapshot, rejectsSnapshot, files, others, Optional.of(rows));
    }

    Set<Long> ids() {
        return files.stream().map(Inputs.Input::id).collect(Collectors.toSet());
    }
}
