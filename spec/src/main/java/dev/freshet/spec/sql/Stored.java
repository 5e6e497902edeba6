package dev.freshet.spec.sql;

import dev.freshet.core.Names;
import java.util.Collection;

/**
 * Where an ingest unit is stored: two Iceberg tables, and the predicates that select its rows and rejects in them.
 *
 * @param rows qualified and quoted
 * @param rejects qualified and quoted
 */
public record Stored(String rows, String rejects, String rowsWhere, String rejectsWhere) {
    /** History, which has all of a landing partition. */
    public static Stored inHistory(Names names, IngestUnit unit) {
        return new Stored(names.history(), names.historyRejects(), unit.historyPredicate(), unit.historyPredicate());
    }

    /**
     * The hot table. If the unit is added to others, only its data files are read.
     *
     * @param rowFiles the locations of the data files with the unit's rows
     * @param rejectFiles the locations of the data files with its rejects
     */
    public static Stored inHot(Names names, IngestUnit unit, Collection<String> rowFiles,
            Collection<String> rejectFiles) {
        return new Stored(names.hot(), names.hotRejects(),
                unit.replaces() ? unit.historyPredicate() : TailTable.only(rowFiles),
                unit.replaces() ? unit.historyPredicate() : TailTable.only(rejectFiles));
    }
}
