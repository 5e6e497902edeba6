package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.Condition;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Kept;
import dev.freshet.transform.history.History;
import dev.freshet.transform.landing.RawFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sources of a landing partition's new rows and rejects.
 *
 * @param read raw files to read
 * @param without paths of replaced raw files to skip, as history keeps their old rows
 * @param kept what is taken over from history
 * @param dropped inputs of history that it will no longer have
 * @param setAside reject reasons by path of raw files that cannot be read
 * @param limited whether {@code max_rejects} applies
 */
record Merge(List<RawFile> read, List<String> without, List<Kept> kept, List<Inputs.Input> dropped,
        SortedMap<String, String> setAside, boolean limited) {
    /** How to treat ingested files that are now gone or replaced. The rows of those deleted on purpose always stay. */
    enum Gone {
        /** Keep rows of files that are gone or were replaced. */
        KEEP,
        /** Keep rows of files that are gone; read replaced files again. */
        KEEP_BUT_REPLACED,
        /** Use only the files that exist now. Dropped rows can be restored for a while. */
        DROP,
        /** As {@link #KEEP_BUT_REPLACED}, and restore the rows that were dropped last. */
        RESTORE
    }

    /** Tells what to make a landing partition of. */
    interface Sources {
        /**
         * @param files what lies in it now
         * @param unreadable reject reasons by path of files that cannot be read
         */
        Merge of(List<RawFile> files, SortedMap<String, String> unreadable);
    }

    /**
     * @param files what lies in the landing partition now
     * @param unreadable reject reasons by path of files that cannot be read
     */
    static Merge of(History history, IngestUnit unit, List<RawFile> files, SortedMap<String, String> unreadable,
            Gone gone) {
        LandingPartition partition = unit.landed();
        InputChanges changes = history.changes(partition, files).spoiledBy(unreadable.keySet());
        List<Inputs.Input> replaced = history.inputsOf(partition, changes.replaced());
        List<Inputs.Input> kept = new ArrayList<>();
        List<Inputs.Input> dropped = new ArrayList<>();
        kept.addAll(changes.deleted());
        (gone == Gone.DROP ? dropped : kept).addAll(changes.gone());
        (gone == Gone.KEEP ? kept : dropped).addAll(replaced);
        List<Kept> sources = new ArrayList<>();
        if (!kept.isEmpty()) {
            sources.add(history.keep(unit, kept));
        }
        if (gone == Gone.RESTORE) {
            Stream<String> there = Stream.concat(files.stream().map(RawFile::path),
                    kept.stream().map(Inputs.Input::path));
            sources.add(history.dropped(unit).without(there.collect(Collectors.toSet())));
        }
        return of(files, gone == Gone.KEEP ? changes.replaced() : List.of(), unreadable, sources, dropped, true);
    }

    /**
     * The files as they are now, and rows of files that are gone or were replaced, without those that are to be erased.
     * Nothing of it can be restored.
     *
     * @param replaced paths of files that their producer has replaced, so that history keeps their old rows
     */
    static Merge erasing(History history, IngestUnit unit, List<RawFile> files, SortedMap<String, String> unreadable,
            Condition erased, Set<String> replaced) {
        InputChanges changes = history.changes(unit.landed(), files).spoiledBy(unreadable.keySet());
        List<RawFile> without = changes.replaced().stream().filter(file -> replaced.contains(file.path())).toList();
        List<Inputs.Input> kept = new ArrayList<>(changes.gone());
        kept.addAll(changes.deleted());
        kept.addAll(history.inputsOf(unit.landed(), without));
        return of(files, without, unreadable,
                kept.isEmpty() ? List.of() : List.of(history.keep(unit, kept).without(erased)), List.of(), false);
    }

    private static Merge of(List<RawFile> files, List<RawFile> replaced, SortedMap<String, String> unreadable,
            List<Kept> sources, List<Inputs.Input> dropped, boolean limited) {
        Set<RawFile> without = Set.copyOf(replaced);
        List<RawFile> read = files.stream().filter(file -> !without.contains(file)).toList();
        SortedMap<String, String> setAside = new TreeMap<>(unreadable);
        setAside.keySet().retainAll(read.stream().map(RawFile::path).toList());
        return new Merge(read, without.stream().map(RawFile::path).sorted().toList(), sources, dropped, setAside,
                limited);
    }
}
