package dev.freshet.spec.sql;

import dev.freshet.core.LandingPartition;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is written, staged, reconciled, committed and recorded as one: all raw files of a landing partition, or some of
 * them.
 *
 * @param files the paths of the raw files; all of the landing partition if empty
 * @param replaces whether it takes the place of all that is stored of the landing partition, or is added to it
 */
public record IngestUnit(LandingPartition landed, Optional<List<String>> files, boolean replaces) {
    public IngestUnit {
        files = files.map(List::copyOf);
    }

    /** All raw files of a landing partition. */
    public IngestUnit(LandingPartition landed) {
        this(landed, Optional.empty(), true);
    }

    /** The predicate on history and quarantine that selects the landing partition's rows and rejects. */
    String historyPredicate() {
        return "landed_on = " + landed.literal();
    }

    /**
     * The predicate on the raw files of the landing partition that selects those of the unit.
     *
     * @param without paths of files that are left out
     */
    String tailPredicate(Collection<String> without) {
        Set<String> out = new HashSet<>(without);
        return files.map(paths -> TailTable.only(paths.stream().filter(path -> !out.contains(path)).toList()))
                .orElseGet(() -> TailTable.without(without));
    }

    /** For people and as the key in the ledger: {@code 2026-11-22}. */
    @Override
    public String toString() {
        return landed.toString();
    }
}
