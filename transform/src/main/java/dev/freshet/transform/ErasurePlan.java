package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.Condition;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.LandingContents;
import dev.freshet.transform.landing.RawFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an erasure has to do, decided before anything changes. After an erasure that was killed, it is what is left to
 * do.
 *
 * @param raw what raw files have of the rows to be erased
 * @param days the landing partitions of history to replace, oldest first
 */
record ErasurePlan(RawSearch.Result raw, List<Day> days) {
    /**
     * A landing partition of history.
     *
     * @param replaced paths of raw files that their producer has replaced since they were ingested, so that history
     *        keeps their old rows
     */
    record Day(LandingPartition landed, Set<String> replaced) {}

    /**
     * What history has of a raw file.
     *
     * @param selected rows that the condition selects
     * @param named rejects that name its values
     * @param rejects all rejects
     */
    private record Stored(long selected, long named, long rejects) {
        private static final Stored NONE = new Stored(0, 0, 0);

        /** Whether something is to be erased, or a killed erasure has committed the rejects without the rows. */
        boolean isLeft(Inputs.Input input) {
            return selected + named > 0 || rejects < input.rejects();
        }

        /** Whether the raw file lacks just what is to be erased, so that an erasure has rewritten it. */
        boolean isErasedIn(RawSearch.File file, Inputs.Input input) {
            return isLeft(input) && file.cut().isEmpty() && file.rows() == input.rows() - selected
                    && file.rejects() <= input.rejects();
        }
    }

    static ErasurePlan of(Dataset dataset, Condition condition) {
        LandingContents landed = dataset.landing().contents();
        RawSearch.Result raw = new RawSearch(dataset, condition).of(landed);
        Map<String, RawSearch.File> files = new HashMap<>();
        raw.files().forEach(file -> files.put(file.path(), file));
        Map<Long, Stored> stored = stored(dataset, condition);
        Ledger ledger = dataset.history().ledger();
        List<Day> days = new ArrayList<>();
        for (LandingPartition partition : ledger.partitions()) {
            day(partition, ledger, landed.partitions().getOrDefault(partition, List.of()), files, stored)
                    .ifPresent(days::add);
        }
        return new ErasurePlan(raw, days);
    }

    private static Optional<Day> day(LandingPartition partition, Ledger ledger, List<RawFile> landed,
            Map<String, RawSearch.File> files, Map<Long, Stored> stored) {
        InputChanges changes = ledger.changes(partition, landed);
        Set<String> replaced = new HashSet<>();
        changes.replaced().forEach(file -> replaced.add(file.path()));
        boolean isLeft = false;
        for (Inputs.Input input : ledger.inputs(partition).orElseThrow().files()) {
            Stored rows = stored.getOrDefault(input.id(), Stored.NONE);
            RawSearch.File file = files.get(input.path());
            if (file != null && rows.isErasedIn(file, input)) {
                replaced.remove(input.path());
            }
            isLeft |= rows.isLeft(input)
                    || file != null && !file.cut().isEmpty() && !replaced.contains(input.path());
        }
        return isLeft ? Optional.of(new Day(partition, replaced)) : Optional.empty();
    }

    /** By the {@code freshet_file} of the raw file. */
    private static Map<Long, Stored> stored(Dataset dataset, Condition condition) {
        Map<Long, Stored> stored = new HashMap<>();
        dataset.trino().query("""
                              SELECT freshet_file, count(*)
                              FROM %s
                              WHERE %s
                              GROUP BY 1""".formatted(dataset.names().history(), condition.historySql()),
                row -> stored.put(row.getLong(1), new Stored(row.getLong(2), 0, 0)));
        dataset.trino().query("""
                              SELECT freshet_file, count_if(%s), count(*)
                              FROM %s
                              GROUP BY 1""".formatted(condition.namedSql("line"), dataset.names().historyRejects()),
                row -> stored.merge(row.getLong(1), new Stored(0, row.getLong(2), row.getLong(3)),
                        (rows, rejects) -> new Stored(rows.selected, rejects.named, rejects.rejects)));
        return stored;
    }
}
