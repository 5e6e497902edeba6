package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.LineRule;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.LandingContents;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import dev.freshet.transform.publish.PublishedViews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Deletes raw files that history holds, once {@code landing.retention} has passed between their landing partition and
 * the boundary. Each partition is proven, recorded in the ledger, and then deleted. It can be killed and repeated.
 */
public final class RawRetention {
    private final Dataset dataset;
    private final Duration retention;
    private final Map<Reason, List<RawFile>> staying = new EnumMap<>(Reason.class);
    private final List<RawFile> going = new ArrayList<>();
    private int days;

    /** @param spec one with {@code landing.retention} */
    public RawRetention(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress) {
        this.dataset = Dataset.of(spec, lakehouse, clock, progress, Rollback::sleep);
        this.retention = spec.landing().retention().orElseThrow();
    }

    /** Why a raw file stays whose time is over. */
    public enum Reason {
        LATE("that history does not have yet"),
        CHANGED("that have changed since they were ingested"),
        UNREADABLE("that cannot be read"),
        CUT("with rejects that the quarantine holds in part"),
        DIFFERENT("of landing days of which history does not hold what the ledger records");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** Which files, for people. */
        public String text() {
            return text;
        }
    }

    /**
     * What was deleted, or would be.
     *
     * @param files the raw files of {@code days} landing partitions
     * @param bytes their size as stored
     * @param staying raw files that stay though their time is over, by reason
     * @param notRead files below the landing root that no route reads; they stay, whatever their time
     * @param deleted whether it was done
     */
    public record Report(int days, long files, long bytes, Map<Reason, List<RawFile>> staying,
            List<LandingContents.NotRead> notRead, boolean deleted) {}

    /** What would be deleted now. Changes nothing. */
    public Report plan() {
        return report(false, each(dataset.history().ledger(), (landed, files) -> {
        }));
    }

    /**
     * Deletes it.
     *
     * @throws ConcurrentRunException if another run has committed meanwhile; what was deleted before is recorded
     * @throws LakehouseException if Trino, the catalog or the landing zone fails, or the spec has changed since the
     *         last run
     */
    public Report run() {
        try (History history = dataset.history().open(dataset.progress())) {
            return report(true, each(history.ledger(), (landed, files) -> delete(history, landed, files)));
        }
    }

    private Report report(boolean deleted, LandingContents landed) {
        return new Report(days, going.size(), going.stream().mapToLong(RawFile::bytes).sum(), staying,
                landed.notRead(), deleted);
    }

    /** What to do with the inputs of a landing partition whose raw files go. */
    private interface Action {
        void on(LandingPartition landed, List<Inputs.Input> files);
    }

    private LandingContents each(Ledger ledger, Action action) {
        LandingContents landed = dataset.landing().contents();
        NavigableMap<LandingPartition, List<RawFile>> over = over(landed);
        over.forEach((partition, files) -> {
            dataset.progress().at(Step.MAINTAIN, "proving raw files of " + partition, 0, 0);
            List<Inputs.Input> proven = proven(partition, files, ledger.inputs(partition).orElse(Inputs.NONE));
            if (!proven.isEmpty()) {
                action.on(partition, proven);
                proven.forEach(input -> going.add(input.file()));
                days++;
            }
        });
        return landed;
    }

    /** The landing partitions whose time is over, and that neither a query nor a rollback reads as raw files. */
    private NavigableMap<LandingPartition, List<RawFile>> over(LandingContents landed) {
        PublishedViews published = dataset.published();
        Instant end = published.requireLive().boundary().historyDataAsOf(dataset.spec().zone()).minus(retention);
        if (published.isMoved() || published.isReshaped()) {
            throw new LakehouseException("Cannot delete raw files of %s: its spec has changed (run it first)"
                    .formatted(dataset.name()));
        }
        NavigableMap<LandingPartition, List<RawFile>> over = new TreeMap<>(landed.partitions());
        Set<LandingPartition> read = Set.copyOf(published.tailTables());
        over.keySet().removeIf(partition -> partition.next().startsAt(dataset.spec().zone()).isAfter(end)
                || !published.isDone(partition) || read.contains(partition));
        return over;
    }

    /**
     * The inputs whose raw files are as they were when they were ingested, and whose rows and rejects history holds.
     */
    private List<Inputs.Input> proven(LandingPartition partition, List<RawFile> files, Inputs inputs) {
        Map<String, Inputs.Input> ingested = new HashMap<>();
        inputs.files().forEach(input -> ingested.put(input.path(), input));
        Held held = held(partition);
        boolean isHeld = held.isOf(inputs);
        List<Inputs.Input> proven = new ArrayList<>();
        for (RawFile file : files) {
            Inputs.Input input = ingested.get(file.path());
            if (input == null) {
                stays(Reason.LATE, file);
            } else if (!input.isOf(file)) {
                stays(Reason.CHANGED, file);
            } else if (!isHeld) {
                stays(Reason.DIFFERENT, file);
            } else if (file.isLink() || held.isUnreadable(input)) {
                stays(Reason.UNREADABLE, file);
            } else if (held.isCut(input)) {
                stays(Reason.CUT, file);
            } else {
                proven.add(input);
            }
        }
        return proven;
    }

    private void stays(Reason reason, RawFile file) {
        staying.computeIfAbsent(reason, r -> new ArrayList<>()).add(file);
    }

    /**
     * What history and quarantine hold of a landing partition, by the {@code freshet_file} of the raw file.
     *
     * @param unreadable rejects that stand for a whole file
     * @param cut rejects whose line is not whole
     */
    private record Held(Map<Long, Long> rows, Map<Long, Long> rejects, Map<Long, Long> unreadable,
            Map<Long, Long> cut) {
        boolean isOf(Inputs inputs) {
            Map<Long, Long> wantedRows = new HashMap<>();
            Map<Long, Long> wantedRejects = new HashMap<>();
            inputs.files().forEach(input -> {
                put(wantedRows, input.id(), input.rows());
                put(wantedRejects, input.id(), input.rejects());
            });
            return rows.equals(wantedRows) && rejects.equals(wantedRejects);
        }

        static void put(Map<Long, Long> counts, Long file, long count) {
            if (count > 0) {
                counts.put(file, count);
            }
        }

        boolean isUnreadable(Inputs.Input input) {
            return unreadable.containsKey(input.id());
        }

        boolean isCut(Inputs.Input input) {
            return cut.containsKey(input.id());
        }
    }

    /** A reject can be too long, have no valid UTF-8, or end where Trino's columns of a raw line do. */
    private Held held(LandingPartition partition) {
        Held held = new Held(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        dataset.trino().query("""
                              SELECT freshet_file, count(*)
                              FROM %s
                              WHERE landed_on = %s
                              GROUP BY 1""".formatted(dataset.names().history(), partition.literal()),
                row -> held.rows.put(row.getLong(1), row.getLong(2)));
        dataset.trino().query("""
                              SELECT freshet_file, count(*), count_if(line = ''),
                                count_if(length(line) >= %d OR regexp_like(line, '[\\x{%x}\\x{fffd}]'))
                              FROM %s
                              WHERE landed_on = %s
                              GROUP BY 1""".formatted(LineRule.LINE_CHARACTERS, (int) RawLines.SEPARATOR,
                dataset.names().historyRejects(), partition.literal()), row -> {
                    long file = row.getLong(1);
                    held.rejects.put(file, row.getLong(2));
                    Held.put(held.unreadable, file, row.getLong(3));
                    Held.put(held.cut, file, row.getLong(4));
                    return file;
                });
        return held;
    }

    /** First the ledger, so that no run takes the files for lost ones. */
    private void delete(History history, LandingPartition partition, List<Inputs.Input> files) {
        List<Inputs.Input> unrecorded = files.stream().filter(file -> !file.deleted()).toList();
        if (!unrecorded.isEmpty()) {
            history.takeLease(dataset.advisor().trinoNow().orElseGet(dataset::now));
            history.commitDeleted(partition, unrecorded);
        }
        dataset.progress().at(Step.MAINTAIN, "deleting raw files of " + partition, 0, 0);
        Map<String, Inputs.Input> proven = new HashMap<>();
        files.forEach(file -> proven.put(file.path(), file));
        dataset.landing().delete(dataset.landing().list(partition).stream()
                .filter(now -> proven.containsKey(now.path()) && proven.get(now.path()).isOf(now)).toList());
    }
}
