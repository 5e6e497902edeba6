package dev.freshet.transform.history;

import dev.freshet.transform.raw.RawFile;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the raw files of a landing partition differ from those that went into history.
 *
 * @param late files that were not there
 * @param grown files that have more bytes than when they went in: what was in them is taken to be still there
 * @param replaced files whose content is another now, as a file of that path that is no longer than it was
 * @param gone what went in and has no file of its path any more
 */
public record InputChanges(List<RawFile> late, List<RawFile> grown, List<RawFile> replaced, List<Inputs.Input> gone) {
    public static final InputChanges NONE = new InputChanges(List.of(), List.of(), List.of(), List.of());

    public InputChanges {
        late = List.copyOf(late);
        grown = List.copyOf(grown);
        replaced = List.copyOf(replaced);
        gone = List.copyOf(gone);
    }

    /** Whether there is something that history lacks and will ingest. */
    public boolean bringsRows() {
        return !late.isEmpty() || !grown.isEmpty();
    }

    /** The files that a run ingests. */
    public List<RawFile> comes() {
        return Stream.concat(late.stream(), grown.stream()).toList();
    }

    /** What history keeps, though it does not lie there any more as it went in. */
    public List<RawFile> goes() {
        return Stream.concat(replaced.stream(), gone.stream().map(Inputs.Input::file)).toList();
    }

    public boolean isEmpty() {
        return !bringsRows() && replaced.isEmpty() && gone.isEmpty();
    }
}
