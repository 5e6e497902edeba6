package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.history.HotFiles;
import dev.freshet.transform.history.HotTable;
import dev.freshet.transform.landing.Listed;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
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
record HotPlan(Listed listed, List<Part> parts, Optional<String> changed) {
    /** Trino opens only the files of a list if it has no more than 1,000 paths. */
    private static final int PART = 900;

    /** @param read the raw files of the unit */
    record Part(IngestUnit unit, List<RawFile> read) {
        static Part of(LandingPartition partition, List<RawFile> read, boolean replaces) {
            return new Part(new IngestUnit(partition, Optional.of(read.stream().map(RawFile::path).toList()), replaces),
                    read);
        }

        /** The same without the files that are no longer listed as they were. */
        Part only(List<RawFile> listed) {
            return of(unit.landed(), read.stream().filter(Set.copyOf(listed)::contains).toList(), unit.replaces());
        }

        /** Whether it would change nothing. */
        boolean isIdle() {
            return read.isEmpty() && !unit.replaces();
        }
    }

    /**
     * @param settled files that have changed since this time stay raw, unless the views would not show them
     * @param age how long ago the files were listed
     */
    static HotPlan of(HotTable hot, LandingPartition partition, Listed files, Instant settled, Duration age) {
        List<RawFile> listed = files.files();
        Inputs inputs = hot.inputs(partition);
        InputChanges changes = inputs.changes(listed);
        boolean differs = !changes.goes().isEmpty() || !changes.grown().isEmpty();
        Set<String> kept = differs ? Set.of()
                : inputs.files().stream().map(Inputs.Input::path).collect(Collectors.toSet());
        List<RawFile> ready = listed.stream().filter(file -> !kept.contains(file.path()))
                .filter(file -> !file.modified().isAfter(settled) || !kept.isEmpty() && hot.hides(partition, file))
                .toList();
        List<RawFile> chosen = HotFiles.choose(listed, age, kept, ready, hot.through(partition));
        List<Part> parts = new ArrayList<>();
        boolean replaces = differs || hot.isOutdated(partition);
        for (int from = 0; from < chosen.size() || from == 0 && replaces; from += PART) {
            parts.add(Part.of(partition, chosen.subList(from, Math.min(chosen.size(), from + PART)),
                    replaces && from == 0));
        }
        return new HotPlan(files, parts, differs ? Optional.of(how(changes)) : Optional.empty());
    }

    private static String how(InputChanges changes) {
        return "%d ingested files have changed, %d are gone".formatted(
                changes.grown().size() + changes.replaced().size(), changes.gone().size());
    }
}
