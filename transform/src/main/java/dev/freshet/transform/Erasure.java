package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Condition;
import dev.freshet.spec.sql.Hot;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.HotTable;
import dev.freshet.transform.history.OldSnapshots;
import dev.freshet.transform.landing.Listing;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.ReconcileException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Erases rows wherever they are: in raw files, history, hot table and quarantine, and in the snapshots of these tables.
 * Lines that are not rows go with them if they name the same values. First the raw files, then what was made from them
 * is made again, then what was there before is forgotten. It can be killed and repeated; until it succeeds, nothing
 * else is lost.
 */
public final class Erasure {
    /** How long the lock of a killed erasure lasts for other machines. Clocks may differ by minutes. */
    private static final Duration LOCKED = Duration.ofMinutes(10);
    /** Of this process: {@code pid@host}. */
    private static final String PROCESS = ManagementFactory.getRuntimeMXBean().getName();
    private static final String HOLDER = "erasure by ";

    private final Dataset dataset;
    private final Condition condition;

    public Erasure(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress,
            Condition condition) {
        this.dataset = Dataset.of(spec, lakehouse, clock, progress, Rollback::sleep);
        this.condition = condition;
    }

    /**
     * What was to be erased, and what that took.
     *
     * @param searched how many raw files were searched
     * @param files how many of them have lines to be cut out
     * @param rows lines to be cut out that are rows
     * @param rejects lines to be cut out that are rejects
     * @param stored how many rows and rejects each table had in its current snapshot, by the table's name
     * @param days how many landing partitions of history are replaced
     * @param naming lines that stay, though they name the same values elsewhere
     * @param notSearched other files below the landing root, for people
     * @param done what was done; empty if it was only planned
     */
    public record Report(long searched, long files, long rows, long rejects, Map<String, Long> stored, int days,
            long naming, List<String> notSearched, Optional<Done> done, Duration elapsed) {}

    /**
     * @param snapshots how many were forgotten
     * @param proof the query that counted what is left
     * @param left its answer: the number of rows by the view's name, all 0
     */
    public record Done(long snapshots, String proof, Map<String, Long> left) {}

    /**
     * What there is to erase. Changes nothing.
     *
     * @throws LakehouseException before the first run, or if the spec has changed since the last one
     */
    public Report plan() {
        Instant start = dataset.now();
        published();
        return report(ErasurePlan.of(dataset, condition), stored(), Optional.empty(), start);
    }

    /**
     * Erases it. Runs in progress stop.
     *
     * @throws ConcurrentRunException if another process works on the dataset: serves it, compacts it or has changed it
     *         meanwhile
     * @throws ReconcileException if something is left, as files have landed meanwhile
     */
    public Report run() {
        Instant start = dataset.now();
        PublishedViews published = published();
        hold();
        try {
            tables().forEach(HistoryTables::endRuns);
            ErasurePlan plan = ErasurePlan.of(dataset, condition);
            Map<String, Long> stored = stored();
            plan.raw().toCut().forEach(this::cut);
            replace(plan.days(), published);
            replaceHot(published);
            long snapshots = forget();
            forgetErrors();
            return report(plan, stored, Optional.of(proven(snapshots)), start);
        } finally {
            dataset.history().unlock(HOLDER + PROCESS);
        }
    }

    private PublishedViews published() {
        PublishedViews published = dataset.published();
        published.requireLive();
        dataset.requireLandingRoot();
        if (published.isMoved() || published.isReshaped()
                || dataset.spec().ingest().isEmpty() && published.readsHot()) {
            throw new LakehouseException("Cannot erase rows of %s: its spec has changed (run it first)"
                    .formatted(dataset.name()));
        }
        requireAllRows();
        return published;
    }

    /** Rows that the user does not see would stay, and the proof would not count them. */
    private void requireAllRows() {
        for (HistoryTables each : tables()) {
            for (String table : List.of(each.shown(), each.shownRejects())) {
                if (!dataset.trino().readsAsStored(table)) {
                    throw new LakehouseException(
                            "Cannot erase rows of %s: a column mask or a row filter of Trino's access control hides some of %s (let the batch's user read it without)"
                                    .formatted(dataset.name(), table));
                }
            }
        }
    }

    /** Takes the lock, or keeps it for longer: it keeps processes that serve the dataset, and other erasures, away. */
    private void hold() {
        Optional<String> other = lock();
        if (other.filter(Erasure::isKilled).isPresent()) {
            dataset.history().unlock(other.get());
            other = lock();
        }
        other.ifPresent(holder -> {
            throw ConcurrentRunException.busy(dataset.name(), holder);
        });
    }

    private Optional<String> lock() {
        return dataset.history().lock(HOLDER + PROCESS, dataset.now(), LOCKED);
    }

    /** Whether the holder of the lock was an erasure on this machine that does not live any more. */
    private static boolean isKilled(String holder) {
        String host = PROCESS.substring(PROCESS.indexOf('@'));
        return holder.startsWith(HOLDER) && holder.endsWith(host) && ProcessHandle.of(
                Long.parseLong(holder.substring(HOLDER.length(), holder.length() - host.length()))).isEmpty();
    }

    private void cut(RawSearch.File file) {
        dataset.progress().at(Step.WRITE, "rewriting raw files", 0, 0);
        hold();
        if (!file.cut().apply(dataset.landing())) {
            throw new ConcurrentRunException(dataset.name(), "or its producer changed " + file.path());
        }
    }

    /** Makes landing partitions of history again from their raw files, and from what history keeps of others. */
    private void replace(List<ErasurePlan.Day> days, PublishedViews published) {
        if (days.isEmpty()) {
            return;
        }
        try (History history = dataset.history().open(dataset.progress())) {
            Instant now = dataset.now();
            Ingest ingest = new Ingest(dataset, history, published, dataset.advisor().trinoNow().orElse(now));
            Planner planner = dataset.planner(history.ledger(), published, now, Optional.empty());
            for (ErasurePlan.Day day : days) {
                hold();
                BatchPlan.Partition planned = planner.behind(day.landed(), dataset.landing().list(day.landed()));
                ingest.partition(planned, (files, unreadable) -> Merge.erasing(history, planned.unit(), files,
                        unreadable, condition, day.replaced()));
            }
        }
    }

    /** An ingest replaces each landing partition whose files have changed; those that only a rollback reads go. */
    private void replaceHot(PublishedViews published) {
        if (dataset.hot().existing().isEmpty()) {
            return;
        }
        hold();
        if (dataset.spec().ingest().isEmpty()) {
            dataset.trino().execute(Step.MAINTAIN, () -> "DROP VIEW IF EXISTS " + dataset.names().ingestedView());
            dataset.hot().drop();
            return;
        }
        Instant now = dataset.now();
        Set<LandingPartition> tail = Set.copyOf(
                dataset.planner(dataset.history().ledger(), published, now, Optional.empty()).tail().tail());
        withHot(hot -> hot.partitions().stream().filter(day -> !tail.contains(day)).forEach(hot::retire));
        ingest();
        withHot(HotTable::renew);
        ingest(); // lets the views read it
    }

    private void withHot(Consumer<HotTable> work) {
        long read = dataset.published().span().orElseThrow().hot().ingest();
        try (HotTable hot = dataset.hot().open(dataset.progress(), read)) {
            hot.tables().takeLease(dataset.advisor().trinoNow().orElseGet(dataset::now));
            work.accept(hot);
        }
    }

    private void ingest() {
        new IntradayIngest(dataset, Listing.each(dataset.landing(), dataset.clock())).run();
    }

    private long forget() {
        dataset.progress().at(Step.MAINTAIN, "deleting snapshots", 0, 0);
        hold();
        long snapshots = dataset.history().forget(Set.of());
        Optional<HistoryTables> hot = dataset.hot().existing();
        if (hot.isPresent()) {
            dataset.progress().at(Step.MAINTAIN, "deleting snapshots of the hot table", 0, 0);
            hold();
            Hot read = dataset.hot().served();
            snapshots += hot.get().forget(Set.copyOf(List.of(read.rows(), read.rejects())));
        }
        return snapshots;
    }

    /** The errors of the run log may name the values. Forgets them also after an erasure that was killed. */
    private void forgetErrors() {
        Names names = dataset.names();
        TableIdentifier log = TableIdentifier.of(names.hiddenSchema(), Names.RUN_LOG);
        if (!dataset.lakehouse().catalog().tableExists(log)) {
            return;
        }
        String where = "WHERE dataset = %s AND %s".formatted(Names.literal(names.dataset()),
                condition.namedSql("error"));
        if (dataset.trino().query("SELECT count(*) FROM %s %s".formatted(names.runLog(), where),
                row -> row.getLong(1)).get(0) > 0) {
            dataset.trino().execute(Step.MAINTAIN,
                    () -> "UPDATE %s SET error = 'erased' %s".formatted(names.runLog(), where));
        }
        dataset.trino().execute(Step.MAINTAIN, () -> "ALTER TABLE %s EXECUTE optimize".formatted(names.runLog()));
        OldSnapshots.forget(dataset.lakehouse().catalog().loadTable(log));
    }

    /** History, and the hot table if there is one, each with its quarantine. */
    private List<HistoryTables> tables() {
        List<HistoryTables> tables = new ArrayList<>(List.of(dataset.history()));
        dataset.hot().existing().ifPresent(tables::add);
        return tables;
    }

    /** What the tables have in their current snapshots. */
    private Map<String, Long> stored() {
        Names names = dataset.names();
        List<String> counts = new ArrayList<>(List.of(
                count(names.historyTable(), names.history(), condition.historySql()),
                count(names.historyRejectsTable(), names.historyRejects(), condition.namedSql("line"))));
        if (dataset.hot().existing().isPresent()) {
            counts.add(count(names.hotTable(), names.hot(), condition.historySql()));
            counts.add(count(names.hotRejectsTable(), names.hotRejects(), condition.namedSql("line")));
        }
        return answer(String.join("\nUNION ALL\n", counts));
    }

    private Done proven(long snapshots) {
        Names names = dataset.names();
        String proof = String.join("\nUNION ALL\n", count(names.dataset(), names.liveView(), condition.sql()),
                count(names.dataset() + Names.T1_SUFFIX, names.t1View(), condition.sql()),
                count(names.dataset() + Names.REJECTS_SUFFIX, names.rejectsView(), condition.namedSql("line")));
        Map<String, Long> left = answer(proof);
        if (left.values().stream().anyMatch(rows -> rows > 0)) {
            throw new ReconcileException(
                    "Cannot erase all: %s (files may have landed meanwhile; erase again)".formatted(
                            left.entrySet().stream()
                                    .map(view -> "%s still has %d".formatted(view.getKey(), view.getValue()))
                                    .collect(Collectors.joining(", "))));
        }
        return new Done(snapshots, proof, left);
    }

    private static String count(String name, String table, String where) {
        return "SELECT %s AS name, count(*) AS rows FROM %s WHERE %s".formatted(Names.literal(name), table, where);
    }

    private Map<String, Long> answer(String counts) {
        Map<String, Long> answer = new LinkedHashMap<>();
        dataset.trino().query(counts + "\nORDER BY 1", row -> answer.put(row.getString(1), row.getLong(2)));
        return answer;
    }

    private Report report(ErasurePlan plan, Map<String, Long> stored, Optional<Done> done, Instant start) {
        List<RawSearch.File> cut = plan.raw().toCut().toList();
        return new Report(plan.raw().files().size(), cut.size(), cut.stream().mapToLong(RawSearch.File::cutRows).sum(),
                cut.stream().mapToLong(RawSearch.File::cutRejects).sum(), stored, plan.days().size(),
                plan.raw().files().stream().mapToLong(RawSearch.File::naming).sum(), plan.raw().notSearched(), done,
                Duration.between(start, dataset.now()));
    }
}
