package dev.freshet.transform.engine;

import dev.freshet.transform.landing.RawFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the raw files of a landing partition differ from those that were ingested.
 *
 * @param late files that were not there at ingest
 * @param grown files that have more bytes than at ingest; their old lines are assumed to be still there
 * @param replaced changed files that have no more bytes than at ingest; their content is assumed to be different
 * @param gone ingested files that no longer exist
 * @param deleted those that were deleted on purpose, as history holds their rows. That is no change
 */
public record InputChanges(List<RawFile> late, List<RawFile> grown, List<RawFile> replaced, List<Inputs.Input> gone,
        List<Inputs.Input> deleted) {
    public static final InputChanges NONE = new InputChanges(List.of(), List.of(), List.of(), List.of(), List.of());

    public InputChanges {
        late = List.copyOf(late);
        grown = List.copyOf(grown);
        replaced = List.copyOf(replaced);
        gone = List.copyOf(gone);
        deleted = List.copyOf(deleted);
    }

    /** The same with grown files that cannot be read any more as replaced, so that their old rows are kept. */
    public InputChanges spoiledBy(Set<String> unreadable) {
        List<RawFile> spoiled = grown.stream().filter(file -> unreadable.contains(file.path())).toList();
        return new InputChanges(late, grown.stream().filter(file -> !spoiled.contains(file)).toList(),
                Stream.concat(replaced.stream(), spoiled.stream()).toList(), gone, deleted);
    }

    /** Whether there are files to ingest. */
    public boolean bringsRows() {
        return !late.isEmpty() || !grown.isEmpty();
    }

    /** The files that a run ingests. */
    public List<RawFile> comes() {
        return Stream.concat(late.stream(), grown.stream()).toList();
    }

    /** Files that are replaced or gone, and whose rows history keeps. */
    public List<RawFile> goes() {
        return Stream.concat(replaced.stream(), gone.stream().map(Inputs.Input::file)).toList();
    }

    public boolean isEmpty() {
        return !bringsRows() && replaced.isEmpty() && gone.isEmpty();
    }
}
