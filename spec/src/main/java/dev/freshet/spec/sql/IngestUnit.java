package dev.freshet.spec.sql;

import dev.freshet.core.LandingPartition;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * What is written, staged, reconciled, committed and recorded as one: the raw files of a landing partition.
 *
 * @param landed the landing partition
 */
public record IngestUnit(LandingPartition landed) {
    /** The predicate on history and quarantine that selects the unit's rows and rejects. */
    String historyPredicate() {
        return "landed_on = " + landed.literal();
    }

    /**
     * The predicate on the raw files of the landing partition that selects those of the unit.
     *
     * @param without paths of files that are left out
     */
    String tailPredicate(Collection<String> without) {
        return without.isEmpty() ? TailTable.ALL_FILES
                : without.stream().map(ValueSql::string).collect(Collectors.joining(", ", "\"$path\" NOT IN (", ")"));
    }

    /** For people and as the key in the ledger: {@code 2026-11-22}. */
    @Override
    public String toString() {
        return landed.toString();
    }
}
