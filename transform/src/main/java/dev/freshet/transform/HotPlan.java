package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.history.HotFiles;
import dev.freshet.transform.history.HotTable;
import dev.freshet.transform.landing.RawFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an intraday ingest has to do for a landing partition.
 *
 * @param listed its files, without those that are set aside
 * @param parts what to ingest, in order
 * @param changed what happened to files that were hot, so that all of the partition is replaced
 */
record HotPlan(List<RawFile> listed, List<Part> parts, Optional<String> changed) {
    /** Trino opens only the files of a list if it has no more than 1,000 paths. */
    private static final int PART = 900;

    /**
     * @param read raw files to read
     * @param without paths of other files of the partition, if the unit is all of it
     */
    record Part(IngestUnit unit, List<RawFile> read, List<String> without) {
        /** All of a landing partition that is to be hot. */
        static Part all(LandingPartition partition, List<RawFile> read, List<RawFile> listed) {
            Set<RawFile> wanted = Set.copyOf(read);
            return new Part(new IngestUnit(partition), read,
                    paths(listed.stream().filter(file -> !wanted.contains(file)).toList()));
        }

        /** Files that become hot beside others of their landing partition. */
        static Part more(LandingPartition partition, List<RawFile> read) {
            return new Part(new IngestUnit(partition, Optional.of(paths(read))), read, List.of());
        }

        /** The same without the files that are no longer listed as they were. */
        Part only(List<RawFile> listed) {
            List<RawFile> same = read.stream().filter(Set.copyOf(listed)::contains).toList();
            return unit.files().isEmpty() ? all(unit.landed(), same, listed) : more(unit.landed(), same);
        }
    }

    /** @param settled files that have changed since this time stay raw, unless the views would not show them */
    static HotPlan of(HotTable hot, LandingPartition partition, List<RawFile> listed, Instant settled) {
        Inputs inputs = hot.inputs(partition);
        InputChanges changes = inputs.changes(listed);
        boolean differs = !changes.goes().isEmpty() || !changes.grown().isEmpty();
        Set<String> kept = differs ? Set.of()
                : inputs.files().stream().map(Inputs.Input::path).collect(Collectors.toSet());
        List<RawFile> ready = listed.stream().filter(file -> !kept.contains(file.path()))
                .filter(file -> !file.modified().isAfter(settled) || !kept.isEmpty() && hot.hides(partition, file))
                .toList();
        List<RawFile> chosen = HotFiles.choose(listed, kept, ready);
        List<Part> parts = new ArrayList<>();
        if (differs || hot.isOutdated(partition)) {
            parts.add(Part.all(partition, chosen, listed));
        } else {
            for (int from = 0; from < chosen.size(); from += PART) {
                parts.add(Part.more(partition, chosen.subList(from, Math.min(chosen.size(), from + PART))));
            }
        }
        return new HotPlan(listed, parts, differs ? Optional.of(how(changes)) : Optional.empty());
    }

    private static String how(InputChanges changes) {
        return "%d ingested files have changed, %d are gone".formatted(
                changes.grown().size() + changes.replaced().size(), changes.gone().size());
    }

    private static List<String> paths(List<RawFile> files) {
        return files.stream().map(RawFile::path).toList();
    }
}
