package dev.freshet.transform.history;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of a landing partition that history keeps though their raw files are gone, and where they stand.
 *
 * @param rowsSnapshot the snapshot of history that has them
 * @param rejectsSnapshot the same, of the quarantine
 * @param files the raw files they came from
 * @param others the raw files of the other rows that the partition has there; empty if that is not known
 */
public record Kept(Long rowsSnapshot, Long rejectsSnapshot, List<Inputs.Input> files, List<Inputs.Input> others) {
    public Kept {
        files = List.copyOf(files);
        others = List.copyOf(others);
    }

    /** The same without the files of these paths. */
    public Kept without(Set<String> paths) {
        return new Kept(rowsSnapshot, rejectsSnapshot,
                files.stream().filter(file -> !paths.contains(file.path())).toList(), List.of());
    }

    Set<Long> ids() {
        return files.stream().map(Inputs.Input::id).collect(Collectors.toSet());
    }
}
